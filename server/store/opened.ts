import type { Database, Health } from './database.ts';
import type { Stores } from './stores.ts';

/** The stores of a relay or a command, open until `close`. */
export type OpenedStores = {
  readonly stores: Stores;
  readonly engine: Database['engine'];
  /** True when every page was read at the start; a large file is read later, in the background. */
  readonly readWhole: boolean;
  /** What the damaged file before this one is called now; null when there was none. */
  readonly asideName: string | null;
  /** True when the last write went well. */
  readonly canWrite: () => boolean;
  readonly onHealth: (listener: (health: Health) => void) => void;
  /** A row could not be read; it was left out. */
  readonly onDamagedRow: (listener: (error: unknown) => void) => void;
  /** A write has hung for so long that the disk answers no more. This process can only end. */
  readonly onHung: (listener: () => void) => void;
  /** Resolves when nothing waits to be written. */
  readonly drained: () => Promise<void>;
  /** Waits for what is being written, then lets go of the database and of the data folder. */
  readonly close: () => Promise<void>;
};
