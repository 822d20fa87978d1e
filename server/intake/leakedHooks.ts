import type { SiteId } from '../../protocol/call.ts';
import type { LeakedCount } from '../../protocol/leaked.ts';

/** A webhook and since when, in wall milliseconds, somebody else may have had its key. */
export type Leak = { readonly hook: string; readonly site: SiteId; readonly since: number };

export type LeakedHooks = {
  readonly count: (leak: Leak) => Promise<LeakedCount>;
  /** Marks what is in doubt: it teaches nothing, counts in no figure, and no later delivery is taken for its repeat. */
  readonly mark: (leak: Leak) => Promise<LeakedCount>;
  /** Takes the marks of a webhook back. */
  readonly unmark: (leak: Pick<Leak, 'hook' | 'site'>) => Promise<LeakedCount>;
};
