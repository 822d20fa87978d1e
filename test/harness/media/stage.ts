import type { Grant } from '../../../protocol/replies.ts';
import type { Joining, MediaSession, SessionEvents } from '../../../renderer/media/session.ts';

/** What a grant leads to: the call's own room, a token that is refused, a room that is not there, or a server that never answers. */
export type GrantKind = 'good' | 'refused' | 'gone' | 'silent';

/** One call of one provider, as the suite drives it: the visitor's end, and what may happen on the way. */
export type Stage = {
  readonly grant: (kind: GrantKind) => Promise<Grant>;
  readonly join: (grant: Grant, joining: Joining, events: SessionEvents) => MediaSession;
  readonly visitorComes: (media: MediaStream) => Promise<void>;
  readonly visitorLeaves: () => void;
  /** What of the desk arrives at the visitor; null while nothing does. */
  readonly arrives: () => MediaStream | null;
  /** Whether the visitor’s picture is on its way to the desk. */
  readonly sendsPicture: () => boolean;
  /** Another window of the same desk joins with a grant of its own. */
  readonly anotherSeatComes: () => Promise<void>;
  /** Where the stage itself can do it; for real WebRTC the test takes the network away. */
  readonly line: (happens: 'breaks' | 'heals' | 'is-lost' | 'is-poor' | 'is-good') => void;
};
