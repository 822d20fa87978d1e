/** The socket between a desk and the relay, event by event. */
import { z } from 'zod';
import type { AskName } from './asks.ts';
import { EpochMs, PressId } from './call.ts';
import type { MissedCalls } from './pastCall.ts';
import type { Alarm, Coverage, Picture, PictureEnd, SiteNotes, Undrawn } from './picture.ts';
import type { RingView } from './ring.ts';

/** What became of a press after its answer: a door log showed it, or none came where logs are known to come. */
export const PressNews = z
  .object({
    pressId: PressId,
    outcome: z.enum(['confirmed', 'not-confirmed']),
    /** When the log says that it opened; for `not-confirmed`, now. */
    at: EpochMs,
  })
  .readonly();
export type PressNews = z.infer<typeof PressNews>;

/** Socket.IO events, relay to desk. */
export type RelayToDesk = {
  picture: (picture: Picture) => void;
  ring: (view: RingView) => void;
  pictureEnd: (end: PictureEnd) => void;
  undrawn: (undrawn: Undrawn) => void;
  missed: (missed: MissedCalls) => void;
  coverage: (coverage: Coverage) => void;
  alarms: (alarms: readonly Alarm[]) => void;
  notes: (notes: SiteNotes) => void;
  press: (news: PressNews) => void;
};

/** Socket.IO events, desk to relay. What arrives is untrusted: `unknown` until it is parsed. `refresh` asks for a new picture. */
export type DeskToRelay = { [N in AskName]: (asked: unknown, reply: unknown) => void } & { refresh: () => void };
