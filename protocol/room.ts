import { z } from 'zod';

const Join = z.object({ kind: z.literal('join'), token: z.string().min(1).max(512) }).readonly();
const Description = z
  .object({ kind: z.literal('description'), type: z.enum(['offer', 'answer']), sdp: z.string().max(60_000) })
  .readonly();
const Candidate = z
  .object({
    kind: z.literal('candidate'),
    candidate: z.string().max(2_000),
    sdpMid: z.string().nullable(),
    sdpMLineIndex: z.number().int().nullable(),
  })
  .readonly();
/** A seat's word on whether it wants the visitor's picture; until then it does. */
const Picture = z.object({ kind: z.literal('picture'), wanted: z.boolean() }).readonly();

/**
 * The simulator's media room, `ws://…/rooms/<guid>`: two parties, the panel and one desk seat. It only passes on what WebRTC needs;
 * the relay never sees it. A party sends `join` first, within 5 s; the panel always makes the offer, anew for each seat that joins.
 */
export const FromParty = z.union([Join, Description, Candidate, Picture]);
export type FromParty = z.infer<typeof FromParty>;

/** `peer` tells whether the other party is in the room; for a seat, its leaving is the end of the call. `refused` is followed by a close. */
export const FromRoom = z.union([
  z.object({ kind: z.literal('joined'), peer: z.boolean() }).readonly(),
  z.object({ kind: z.literal('peer'), present: z.boolean() }).readonly(),
  z
    .object({ kind: z.literal('refused'), because: z.enum(['bad-token', 'unknown-room', 'replaced', 'over']) })
    .readonly(),
  Description,
  Candidate,
  Picture,
]);
export type FromRoom = z.infer<typeof FromRoom>;
