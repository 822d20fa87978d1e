import { z } from 'zod';
import { Call, DeskId, Door, EndReason, SeatId, Site } from './call.ts';
import { wordOf } from './words.ts';

/** Why an act is not possible now; the page turns each into a sentence. `not-confirmed`: ButterflyMX has not confirmed the call at its panel. */
export const Hindrance = wordOf([
  'already-claimed',
  'claimed-by-same-desk',
  'ended',
  'no-media-yet',
  'no-door',
  'not-recorded',
  'not-our-account',
  'account-refused',
  'door-not-proven',
  'not-confirmed',
]);
export type Hindrance = z.infer<typeof Hindrance>;

/** `true`, or the reason word why not. */
export const Ability = z.union([z.literal(true), Hindrance]);
export type Ability = z.infer<typeof Ability>;

/** Who holds the ring: one seat of a desk, and the desk's name for the screens of the others. */
export const Holder = z.object({ desk: DeskId, seat: SeatId, name: z.string() }).readonly();
export type Holder = z.infer<typeof Holder>;

const everyPhase = {
  /** New for each start of the relay; views of another epoch are not comparable. */
  epoch: z.string().min(1).max(64),
  /** The journal's revision of this ring; a view applies only if it is higher than the one known. */
  revision: z.number().int().nonnegative(),
  site: Site,
  call: Call,
  doors: z.array(Door).readonly(),
  can: z.object({ answer: Ability, end: Ability, door: Ability }).readonly(),
  /** Milliseconds that this ring still rings at least; 0 when it no longer rings. */
  ringsForMs: z.number().int().nonnegative(),
  /** The desks that asked to be quiet for this call; they may still answer it. */
  silencedBy: z.array(DeskId).readonly(),
  /** The journal could not write when this call came: it rings from memory, and doors stay shut until it is stored. */
  unrecorded: z.boolean(),
};

/** A ring in a phase that this page does not know: a newer relay's. */
const UnknownPhase = z
  .object({ ...everyPhase, phase: z.literal('unknown').catch('unknown'), by: z.null().catch(null) })
  .readonly();

const KnownPhase = z.discriminatedUnion('phase', [
  z.object({ ...everyPhase, phase: z.literal('ringing'), by: z.null() }).readonly(),
  z.object({ ...everyPhase, phase: z.literal('claimed'), by: Holder }).readonly(),
  z.object({ ...everyPhase, phase: z.literal('talking'), by: Holder, linkLost: z.boolean() }).readonly(),
  z.object({ ...everyPhase, phase: z.literal('ended'), by: Holder.nullable(), reason: EndReason }).readonly(),
]);
/** Everything that a desk should know of one ring, whole; it replaces what the desk knew. `can` speaks to the desk that gets it. */
export const RingView = z.union([KnownPhase, UnknownPhase]);
export type RingView = z.infer<typeof RingView>;

/** The phases of a ring, in their order. */
export const ringPhases = ['ringing', 'claimed', 'talking', 'ended'] as const;
/** Where a ring stands; `unknown` for a word of a newer relay. */
export const RingPhase = wordOf(ringPhases);
export type RingPhase = z.infer<typeof RingPhase>;
