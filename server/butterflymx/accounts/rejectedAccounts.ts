import type { AccountRole } from '../../ring/linked.ts';

/** What the API said to a request in the end: after a 401, its answer to the renewed bearer. */
export type LastWord = {
  readonly account: string;
  readonly as: AccountRole;
  /** Below the API's address, with its query. */
  readonly path: string;
  readonly status: number;
};

/**
 * Accounts that the API refuses although their renewals go well. In memory, for a new start finds out anew. `isDoubted`: refused, but perhaps
 * not for good, so it is worth asking soon whether it stands.
 */
export type TurnedAway = {
  readonly heed: (word: LastWord) => void;
  readonly has: (account: string) => boolean;
  readonly isDoubted: (account: string) => boolean;
  readonly forget: (account: string) => void;
};

/** One 403 may be a proxy's whim; the second without a yes between stands. A 401 has been asked twice already. */
const standing403s = 2;

/** `changed` is told of each account that is turned away from now on, or no more. */
export function watchAnswers(changed: (account: string) => void): TurnedAway {
  const refusals = new Map<string, { readonly status: 401 | 403; readonly times: number }>();
  const has = (account: string) => {
    const refusal = refusals.get(account);
    return refusal !== undefined && (refusal.status === 401 || refusal.times >= standing403s);
  };

  function refuse(account: string, status: 401 | 403): void {
    const before = refusals.get(account);
    refusals.set(account, { status: before?.status === 401 ? 401 : status, times: (before?.times ?? 0) + 1 });
  }

  /** A yes to anything shows that the bearer is good; to be allowed what is surely its own is shown by that alone. */
  function allow({ account, ...word }: LastWord): void {
    if (refusals.get(account)?.status === 401 || isItsOwn(word)) refusals.delete(account);
  }

  return {
    heed: (word) => {
      const { account, status } = word;
      const before = has(account);
      if (status === 401) refuse(account, status);
      else if (status === 403 && isItsOwn(word)) refuse(account, status);
      else if (status >= 200 && status < 300) allow(word);
      if (has(account) !== before) changed(account);
    },
    has,
    isDoubted: (account) => refusals.has(account),
    forget: (account) => void refusals.delete(account),
  };
}

/** Who it is everybody may ask; the list of its own calls whoever can be called. A 403 to anything else may be another role's to ask. */
const isItsOwn = ({ as, path }: Pick<LastWord, 'as' | 'path'>): boolean =>
  /^\/v3\/me(\?|$)/.test(path) || (as === 'called' && /^\/v3\/me\/calls(\?|$)/.test(path));
