import type { Clock } from '../clock.ts';

/** How many calls one webhook may bring before they are held to be a flood: a bucket of `burst` that refills at `perSecond`. 0 turns it off. */
export type BucketSize = { readonly burst: number; readonly perSecond: number };

/** Counts the calls of each webhook. */
export type HookBuckets = {
  /** False when this call is one more than any building has. */
  readonly take: (hook: string) => boolean;
};

type Bucket = { left: number; at: number };

export function hookBuckets(clock: Pick<Clock, 'moment'>, { burst, perSecond }: BucketSize): HookBuckets {
  const buckets = new Map<string, Bucket>();
  return {
    take: (hook) => {
      if (burst === 0 || perSecond === 0) return true;
      const now = clock.moment().mono;
      const { left, at } = buckets.get(hook) ?? { left: burst, at: now };
      const filled = Math.min(burst, left + ((now - at) / 1_000) * perSecond);
      buckets.set(hook, { left: Math.max(0, filled - 1), at: now });
      return filled >= 1;
    },
  };
}
