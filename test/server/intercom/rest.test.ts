import { expect, test } from 'vitest';
import { environmentAccount } from '../../../server/intercom/account.ts';
import { restClient } from '../../../server/intercom/rest.ts';
import { site } from '../../builders/ring.ts';
import { aVendor } from './aVendor.ts';

test.each([
  [401, 'refused'],
  [403, 'refused'],
  [404, 'gone'],
  [422, 'refused'],
  [429, 'refused'],
  [500, 'unwell'],
  [503, 'unwell'],
] as const)(
  'an answer of %i is told as %s: a no stays a no, a fault of the vendor’s own passes',
  async (status, kind) => {
    const { address } = await aVendor(() => ({ status, body: { errors: [] } }));
    const accounts = environmentAccount({ apiUrl: address, token: 'x' });
    const ask = restClient({ accounts, now: () => 0 });
    const asked = {
      site,
      as: 'called',
      method: 'GET',
      path: '/v3/me/calls',
      deadline: AbortSignal.timeout(5_000),
    } as const;
    expect(await ask(asked)).toEqual({ ok: false, error: { kind, status, says: null } });
  },
);
