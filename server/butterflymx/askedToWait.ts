/** Questions that the vendor asked us not to ask for a while (`Retry-After`). In memory; a new start asks anew. */
export type AskedToWait = {
  /** An account asked this path, and was told to wait so long. */
  readonly note: (account: string, path: string, ms: number) => void;
  /** How long this account must still wait with this kind of question, in milliseconds; null when it may ask. */
  readonly left: (account: string, path: string) => number | null;
};

/** `now`: monotonic milliseconds. */
export function askedToWait(now: () => number): AskedToWait {
  const until = new Map<string, number>();
  return {
    note: (account, path, ms) => void until.set(keyOf(account, path), now() + ms),
    left: (account, path) => {
      const key = keyOf(account, path);
      const left = (until.get(key) ?? 0) - now();
      if (left > 0) return left;
      until.delete(key);
      return null;
    },
  };
}

/** One kind of question is one path, whatever number or guid is in it, and whatever its query. */
const keyOf = (account: string, path: string) =>
  `${account} ${path.replace(/\?.*$/, '').replace(/\/(?!v\d)[^/]*\d[^/]*/g, '/*')}`;
