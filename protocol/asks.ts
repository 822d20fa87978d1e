/** Every question that a desk may ask. */
import { z } from 'zod';
import { CallId, DoorId, EpochMs, PressId, SiteId } from './call.ts';
import { PastCall } from './pastCall.ts';
import { Deafness, ReceiptStage, Surroundings } from './proof.ts';
import { AnswerReply, DoneReply, DoorReply, done, MediaReply, noted, refused } from './replies.ts';
import { RingView } from './ring.ts';
import { VendorStep } from './vendorStep.ts';

/** One question a desk may ask: its name on the wire, what it carries, what comes back. Both sides hold this same object. */
export type Ask<A, R> = { readonly name: string; readonly asks: z.ZodType<A>; readonly replies: z.ZodType<R> };
const ask = <A, R>(name: string, asks: z.ZodType<A>, replies: z.ZodType<R>): Ask<A, R> => ({ name, asks, replies });

const aboutCall = z.object({ callId: CallId });

/** Every question a desk may ask over its link; each is answered once, refusals included. */
export const asks = {
  answer: ask('answer', z.object({ callId: CallId, takeOver: z.boolean().optional() }), AnswerReply),
  media: ask('media', aboutCall, MediaReply),
  silence: ask('silence', aboutCall, DoneReply),
  end: ask('end', aboutCall, DoneReply),
  hangUp: ask(
    'hangUp',
    z.object({ callId: CallId, because: z.enum(['connection-failed', 'visitor-hung-up']).optional() }),
    DoneReply,
  ),
  openDoor: ask(
    'openDoor',
    z
      .object({ pressId: PressId, doorId: DoorId.optional(), callId: CallId.optional() })
      .refine(
        (press) => press.doorId !== undefined || press.callId !== undefined,
        'a press names a door, a call, or both',
      ),
    DoorReply,
  ),
  receipt: ask(
    'receipt',
    z.object({ callId: CallId, stage: ReceiptStage, at: EpochMs, around: Surroundings.optional() }),
    z.union([noted, refused(['unknown-call'])]),
  ),
  present: ask(
    'present',
    z.object({ calls: z.array(z.object({ callId: CallId, stage: ReceiptStage })).max(200) }),
    z.union([noted, refused([])]),
  ),
  able: ask(
    'able',
    z.object({
      able: z.boolean(),
      because: Deafness.nullable(),
      around: Surroundings.optional(),
      /** The page's build, and its clock now. */
      version: z.string().max(40).optional(),
      at: EpochMs.optional(),
    }),
    z.union([noted, refused([])]),
  ),
  handled: ask('handled', z.object({ callIds: z.array(CallId).min(1).max(50) }), DoneReply),
  history: ask(
    'history',
    z.object({ since: EpochMs }),
    z.union([z.object({ outcome: z.literal('history'), calls: z.array(PastCall).readonly() }).readonly(), refused([])]),
  ),
  /** The calls of a site that ring and are not drawn, newest first, at most 50. They can be answered like any other. */
  undrawn: ask(
    'undrawn',
    z.object({ site: SiteId }),
    z.union([z.object({ outcome: z.literal('undrawn'), rings: z.array(RingView).readonly() }).readonly(), refused([])]),
  ),
  /** The steps of one call, for demonstrations; refused where the vendor is real. */
  steps: ask(
    'steps',
    aboutCall,
    z.union([
      z.object({ outcome: z.literal('steps'), steps: z.array(VendorStep).readonly() }).readonly(),
      refused(['unknown-call', 'not-simulated']),
    ]),
  ),
  /** Begins a demonstration anew: calls end, the history is gone, enrolments stay; refused where the vendor is real. */
  startOver: ask('startOver', z.object({}), z.union([done, refused(['not-simulated'])])),
} as const;
/** The name of a question, as it is sent over Socket.IO. */
export type AskName = keyof typeof asks;
/** What a desk sends with the question of that name. */
export type Asked<N extends AskName> = (typeof asks)[N] extends Ask<infer A, infer _R> ? A : never;
/** What the relay answers to it. */
export type Reply<N extends AskName> = (typeof asks)[N] extends Ask<infer _A, infer R> ? R : never;

/** The same questions, so typed that a name chosen at run time gives the schemas of that name. */
export const askNamed: { readonly [N in AskName]: Ask<Asked<N>, Reply<N>> } = asks;
