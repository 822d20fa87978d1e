import type { SiteId } from '../../protocol/call.ts';
import type { Alarms } from '../alerts/alarms.ts';
import { addressGroup } from '../http/addressGroup.ts';
import type { Write } from '../log.ts';
import { sparingLines } from '../sparingLines.ts';

export type WrongKeyParts = {
  /** The hook whose key this was, revoked or rotated since; null for a key that was never ours. */
  readonly oldHook: (key: string) => { readonly id: string; readonly site: SiteId } | null;
  readonly alarms: Pick<Alarms, 'raise'>;
  readonly count: (kind: 'unknown' | 'old') => void;
  readonly warn: Write;
  /** Monotonic milliseconds. */
  readonly now: () => number;
};

/**
 * Tells of deliveries with keys that let nothing in: a count, a line a minute for each address, and an alarm where the key was good once,
 * for then either the vendor still uses it, and calls are lost, or somebody else has it.
 */
export function watchWrongKeys({ oldHook, alarms, count, warn, now }: WrongKeyParts) {
  const tell = sparingLines(warn, { now, most: 1 });
  return (key: string, address: string): void => {
    const hook = oldHook(key);
    count(hook === null ? 'unknown' : 'old');
    const about = `${hook?.id ?? ''} ${addressGroup(address)}`;
    const words =
      hook === null ? 'a delivery came with a key of no hook' : 'a delivery came with the key of a revoked hook';
    tell({ about, fields: { address, ...(hook === null ? {} : { hook: hook.id, site: hook.site }) }, words });
    if (hook !== null) alarms.raise({ kind: 'old-key-used', site: hook.site, hook: hook.id });
  };
}
