import { EpochMs } from '../../protocol/call.ts';
import type { AccountRow } from '../../server/butterflymx/accounts/store.ts';
import { site } from './ring.ts';

const at = (ms: number) => EpochMs.parse(ms);

/** A linked account as the store has it, of one place and one user. */
export const anAccount = (id: string, changes: Partial<AccountRow> = {}): AccountRow => ({
  id,
  region: 'production-eu',
  apiUrl: 'https://api.example',
  accountsUrl: 'https://accounts.example',
  clientId: 'a-client',
  vendorUser: '5100230',
  sealed: new Uint8Array([0, 1, 254, 255]),
  expiresAt: at(2_000),
  generation: 1,
  renewingAt: null,
  state: 'linked',
  label: 'Front desk',
  tenants: [{ id: 1, buildingId: null, unitId: 2, unit: '12F' }],
  linkedAt: at(1_000),
  renewedAt: at(1_000),
  places: [{ site, role: 'called' }],
  users: [{ site, userId: 7 }],
  ...changes,
});
