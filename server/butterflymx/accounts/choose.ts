import type { VendorCall } from '../../ring/ports.ts';
import type { Accounts } from '../account.ts';
import type { HeldAccount } from './held.ts';
import type { AccountRow } from './store.ts';

/** Whose token speaks at a site: for a call the account that was called, if that is known; else the first of its role, rather one that works. */
export function choose(
  all: readonly HeldAccount[],
  { site, role, call, account }: Parameters<Accounts['bearer']>[0],
): HeldAccount | null {
  const here = all.filter(({ row }) => row.places.some((place) => place.site === site && place.role === role));
  if (account !== undefined) return here.find(({ row }) => row.id === account) ?? null;
  const called = call === undefined ? undefined : here.find(({ row }) => wasCalled(row, call));
  const working = here.find(({ state }) => state === 'linked' || state === 'uncertain');
  return called ?? working ?? here.find(({ state }) => state !== 'refused') ?? here[0] ?? null;
}

/** By the user's number in webhooks, which a set-up call showed, or by the unit, whose number is the same everywhere (seen live). */
const wasCalled = ({ users, tenants }: AccountRow, { site, userId, unitId }: VendorCall): boolean =>
  users.some((user) => user.site === site && user.userId === userId) ||
  (unitId !== null && tenants.some((tenant) => tenant.unitId === unitId));
