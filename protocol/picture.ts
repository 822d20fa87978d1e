/** What a seat knows at once, and each part of it that is told again when it changes. */
import { z } from 'zod';
import { CallId, DeskId, EpochMs, SeatId, Site, SiteDoor, SiteId } from './call.ts';
import { MissedCalls } from './pastCall.ts';
import { RingView } from './ring.ts';

/** Which desks of a site are connected, and how many of them can be heard. */
export const Coverage = z
  .object({
    site: SiteId,
    desks: z.array(z.object({ desk: DeskId, name: z.string(), able: z.boolean() }).readonly()).readonly(),
  })
  .readonly();
export type Coverage = z.infer<typeof Coverage>;

/** Something that an operator must know now; it stays until it is cleared. */
export const Alarm = z
  .object({ id: z.string(), site: SiteId.nullable(), kind: z.string(), since: EpochMs, text: z.string() })
  .readonly();
export type Alarm = z.infer<typeof Alarm>;

/** What staff should know of a site besides its rings. */
export const SiteNotes = z
  .object({
    site: SiteId,
    /** No account is linked, so calls for residents ring here too. */
    residentsRing: z.boolean(),
    /** Its panels by name: when each called last, and since when it is quieter than it ever was. */
    panels: z
      .array(z.object({ name: z.string(), lastCallAt: EpochMs, quietSince: EpochMs.nullable() }).readonly())
      .readonly(),
  })
  .readonly();
export type SiteNotes = z.infer<typeof SiteNotes>;

/** Calls of a site that ring and are not drawn one by one, since ButterflyMX confirmed none of them. `hidden`: drawn until now, and no more. */
export const Undrawn = z
  .object({ site: SiteId, count: z.number().int().nonnegative(), hidden: z.array(CallId).readonly() })
  .readonly();
export type Undrawn = z.infer<typeof Undrawn>;

/** Ends a picture that was too large for one message: only now is a live call over that neither it nor a `ring` since has. */
export const PictureEnd = z.object({ epoch: z.string().min(1).max(64) }).readonly();
export type PictureEnd = z.infer<typeof PictureEnd>;

/** Everything a seat should know now. It replaces all it knew: a live call that is not in it is over, unless `isWhole` says that more follows. */
export const Picture = z
  .object({
    epoch: z.string().min(1).max(64),
    seat: SeatId,
    desk: z.object({ id: DeskId, name: z.string(), sites: z.array(Site).readonly() }).readonly(),
    rings: z.array(RingView).readonly(),
    /** False: the other rings follow as `ring` messages, and `pictureEnd` after them. */
    isWhole: z.boolean().default(true),
    undrawn: z.array(Undrawn).readonly().default([]),
    missed: z.array(MissedCalls).readonly(),
    coverage: z.array(Coverage).readonly(),
    alarms: z.array(Alarm).readonly(),
    /** Doors that this desk may open at any time. */
    doors: z.array(SiteDoor).readonly(),
    notes: z.array(SiteNotes).readonly(),
    /** True when the vendor's API is the simulator's; the page then marks itself so. */
    simulated: z.boolean(),
    /** A demonstration was started over: calls that came until then are forgotten. */
    clearedUntil: EpochMs.nullable().default(null),
    relay: z.object({ version: z.string(), now: EpochMs }).readonly(),
  })
  .readonly();
export type Picture = z.infer<typeof Picture>;

/** A picture as a page reads it: a ring that cannot be read is null and costs no other. */
export const ReadPicture = Picture.unwrap()
  .extend({ rings: z.array(RingView.nullable().catch(null)).readonly() })
  .readonly();
export type ReadPicture = z.infer<typeof ReadPicture>;
