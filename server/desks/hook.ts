import type { HookResource } from '../../protocol/admin.ts';
import type { SiteId } from '../../protocol/call.ts';

/** A hook that may deliver now: its public id, the site whose calls it brings, and what it was registered for, where it is for one thing alone. */
export type Hook = {
  readonly id: string;
  readonly site: SiteId;
  readonly resource?: HookResource | null;
  /** The hook whose walls it stands behind: its own, or those of the one whose place it took. */
  readonly wallsOf?: string;
};

/** Finds the hook of a key by the key's hash, in memory, with the same work for a wrong key; null when there is none. */
export type FindHook = (key: string) => Hook | null;
