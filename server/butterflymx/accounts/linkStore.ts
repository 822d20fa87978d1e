import type { EpochMs } from '../../../protocol/call.ts';

/** Links that wait for their person, by the hash of their state. They outlive the process: a command may begin one and another end it. */
export type LinkStore = {
  readonly add: (link: {
    readonly hash: string;
    readonly sealed: Uint8Array;
    readonly expiresAt: EpochMs;
  }) => Promise<void>;
  /** Once only: what was sealed, which is gone afterwards; null when it is unknown, used or too old. */
  readonly take: (hash: string, now: EpochMs) => Promise<Uint8Array | null>;
  /** What came of a taken link, for whoever waits for it. */
  readonly settle: (hash: string, outcome: string) => Promise<void>;
  readonly find: (hash: string, now: EpochMs) => Promise<{ readonly outcome: string | null } | null>;
};
