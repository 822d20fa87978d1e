/** What comes back for what a desk asks; each refusal has a word of its own. */
import { z } from 'zod';
import { PressId } from './call.ts';
import { Holder } from './ring.ts';
import { wordOf } from './words.ts';

/** What a seat needs to join the media session of one call, and nothing more. */
export const Grant = z
  .object({
    /** `twilio` for real calls, `simulator` for the stand-in. */
    provider: z.string(),
    room: z.string(),
    token: z.string(),
    address: z.string().optional(),
  })
  .readonly();
export type Grant = z.infer<typeof Grant>;

/** A question that was not granted; every one can also be badly asked, or fail. */
export const refused = <const Words extends readonly string[]>(words: Words) =>
  z.object({ outcome: z.literal('refused'), because: wordOf([...words, 'bad-request', 'failed']) }).readonly();

/** It was done. */
export const done = z.object({ outcome: z.literal('done') }).readonly();
/** It was taken to be written. */
export const noted = z.object({ outcome: z.literal('noted') }).readonly();

/** To `answer`: the call is this seat's alone, or why not. `unrecorded`: the journal could not write it down. */
export const AnswerReply = z.union([
  z.object({ outcome: z.literal('yours'), unrecorded: z.boolean().optional() }).readonly(),
  z
    .object({
      outcome: z.literal('refused'),
      because: wordOf([
        'already-claimed',
        'claimed-by-same-desk',
        'ended',
        'unknown-call',
        'no-media-yet',
        'not-our-account',
        'account-refused',
        'bad-request',
        'failed',
      ]),
      by: Holder.optional(),
    })
    .readonly(),
]);
export type AnswerReply = z.infer<typeof AnswerReply>;

/** To `media`: the grant for this seat, or why ButterflyMX or the call gave none. */
export const MediaReply = z.union([
  z.object({ outcome: z.literal('granted'), grant: Grant }).readonly(),
  refused([
    'unknown-call',
    'not-yours',
    'ended',
    'no-media-yet',
    'vendor-refused',
    'vendor-slow',
    'no-longer-ringing',
    'provider-unsupported',
    'not-our-account',
  ]),
]);
export type MediaReply = z.infer<typeof MediaReply>;

/** To what a seat does with a call that it may do: it is done, also when it was done before; or why not. */
export const DoneReply = z.union([
  done,
  refused(['unknown-call', 'not-yours', 'ended', 'already-claimed', 'not-our-account', 'account-refused']),
]);
export type DoneReply = z.infer<typeof DoneReply>;

/** `not-confirmed`: ButterflyMX was asked within the press and did not confirm the call at that panel. `sent`: the vendor was asked; `accepted`: it said yes; `confirmed`: a door log showed it; `unknown`: look at the door before pressing again. */
export const DoorReply = z.union([
  z.object({ outcome: z.enum(['sent', 'accepted', 'confirmed', 'unknown']), pressId: PressId }).readonly(),
  z
    .object({
      outcome: z.literal('refused'),
      because: wordOf([
        'unknown-call',
        'unknown-door',
        'not-yours',
        'already-claimed',
        'claimed-by-same-desk',
        'ended',
        'cooling-down',
        'not-recorded',
        'no-media-yet',
        'vendor-refused',
        'door-not-proven',
        'not-our-account',
        'account-refused',
        'not-confirmed',
        'no-account',
        'no-release-tenant',
        'bad-request',
        'failed',
      ]),
      retryAfterMs: z.number().int().optional(),
      by: Holder.optional(),
    })
    .readonly(),
]);
export type DoorReply = z.infer<typeof DoorReply>;
