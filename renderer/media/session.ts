/** Why no media came about, or why it broke off. Each has its sentence for staff in the catalogue, under `setback`. */
export type SessionFailure =
  /** No session within the deadline, or something that has no better word. */
  | 'connection-failed'
  /** Both ends are in the simulator's room, and no way for media was found between them. */
  | 'no-media-path'
  /** The session stood, but neither sound nor picture ever came. */
  | 'media-failed'
  /** Media flowed, broke off, and did not come back. */
  | 'media-lost'
  /** The video service's signalling cannot be reached. */
  | 'service-unreachable'
  | 'service-busy'
  | 'token-expired'
  | 'token-refused'
  | 'room-full'
  /** There is no such room: the call is no longer there. */
  | 'room-gone'
  /** The two ends have no codec in common, or could not agree on what to send. */
  | 'no-common-media';

/** Why a session is over. `replaced`: another window of this desk has the call now. */
export type SessionEnd = 'visitor-hung-up' | 'replaced' | 'provider-unsupported' | SessionFailure;

export type Quality = 'good' | 'poor';

/** What the visitor sends and this computer cannot take. */
export type Lack = 'picture' | 'voice';

/** What a media session tells while it lives; `over` comes once, and last. */
export type SessionEvents = {
  readonly connected: () => void;
  /** The visitor's picture and voice, in one stream that grows and shrinks; null when there is none. */
  readonly remote: (stream: MediaStream | null) => void;
  /** Media is interrupted, and the session tries to mend it by itself. */
  readonly reconnecting: () => void;
  readonly reconnected: () => void;
  /** The line's quality has changed; a session is `good` until it says otherwise. */
  readonly quality: (quality: Quality) => void;
  /** The session stands, but this seat's microphone does not come through. */
  readonly unheard: () => void;
  /** The session goes on without this; null: it lacks nothing any more. */
  readonly lacks: (what: Lack | null) => void;
  readonly over: (end: SessionEnd) => void;
};

/** One seat's end of a call's media, whoever carries it. The microphone is silent until `connected`. */
export type MediaSession = {
  readonly setMuted: (muted: boolean) => void;
  /** Sends this microphone from now on, and stops the one before. */
  readonly takeMicrophone: (microphone: MediaStream | null) => void;
  /**
   * Whether the visitor's picture is wanted; until then it is. Unwanted, it is not in `remote`, and the provider is asked not to send it.
   * The voices go on.
   */
  readonly setPicture: (isWanted: boolean) => void;
  /** Frees everything at once; no event follows. */
  readonly leave: () => void;
};

/** What a seat brings into a session. The session stops the microphone when it is over. */
export type Joining = { readonly microphone: MediaStream | null; readonly muted: boolean };

/** Media must be connected within this time, or the others ring again. */
export const connectDeadlineMs = 8_000;
