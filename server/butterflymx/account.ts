import type { SiteId } from '../../protocol/call.ts';
import type { Result } from '../../protocol/result.ts';
import type { AccountRole } from '../ring/linked.ts';
import type { VendorCall } from '../ring/ports.ts';

/** A bearer that may be sent now, with the address where it is good. `account` names whose it is; never a secret. */
export type Bearer = { readonly account: string; readonly apiUrl: string; readonly token: string };

/** `refused`: the vendor took back what we held, and a person must link the account again. `slow`: its OAuth server did not answer. */
export type NoBearer = 'no-account' | 'refused' | 'slow';

/** Whose token speaks. Never waits longer than the request that asks would. */
export type Accounts = {
  /** For a call: the account that was called, as far as that is known, else the site's first called account. */
  readonly bearer: (
    wanted: {
      readonly site: SiteId;
      readonly role: AccountRole;
      readonly call?: VendorCall | undefined;
      /** This very one of them. */
      readonly account?: string | undefined;
    },
    deadline: AbortSignal,
  ) => Promise<Result<Bearer, NoBearer>>;
  /** The API answered 401 to this bearer: another one, renewed at most once by however many ask at the same time. */
  readonly renewed: (stale: Bearer, deadline: AbortSignal) => Promise<Result<Bearer, NoBearer>>;
};

/** What the environment's account is called among accounts. */
export const environmentName = 'environment';

/** The one account that the environment gives, for every site and every purpose; it cannot be renewed. */
export const environmentAccount = ({
  apiUrl,
  token,
}: {
  readonly apiUrl: string;
  readonly token: string | null;
}): Accounts => ({
  bearer: async () =>
    token === null
      ? { ok: false, error: 'no-account' }
      : { ok: true, value: { account: environmentName, apiUrl, token } },
  renewed: async () => ({ ok: false, error: 'refused' }),
});
