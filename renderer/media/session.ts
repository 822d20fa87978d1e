/** Why a session is over. `replaced`: another window of this desk has the call now. */
export type SessionEnd = 'visitor-hung-up' | 'connection-failed' | 'replaced' | 'provider-unsupported';

/** What a media session tells while it lives; `over` comes once, and last. */
export type SessionEvents = {
  readonly connected: () => void;
  /** The visitor's picture and voice; null when there is none. */
  readonly remote: (stream: MediaStream | null) => void;
  readonly over: (end: SessionEnd) => void;
};

/** One seat's end of a call's media, whoever carries it. */
export type MediaSession = {
  readonly setMuted: (muted: boolean) => void;
  /** Frees everything at once; no event follows. */
  readonly leave: () => void;
};

/** Media must be connected within this time, or the others ring again. */
export const connectDeadlineMs = 8_000;
