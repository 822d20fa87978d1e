import { z } from 'zod';
import {
  CallId,
  DeskId,
  DoorId,
  EndReason,
  EpochMs,
  PressId,
  Recipient,
  SeatId,
  Site,
  SiteDoor,
  SiteId,
  SnapshotId,
} from './call.ts';
import { Holder, RingPhase, RingView } from './ring.ts';

/** What a page says of itself when it connects. The token never travels in an address. */
export const SeatCredentials = z.object({
  token: z.string().min(1).max(256),
  protocol: z.number().int(),
  seat: SeatId.optional(),
});
export type SeatCredentials = z.infer<typeof SeatCredentials>;

/** A connection that the relay refuses: `message` is for a person, `data.because` for the page. */
export const ConnectRefusal = z.object({
  because: z.enum(['bad-token', 'bad-request', 'wrong-protocol', 'replaced']),
  oldest: z.number().optional(),
  newest: z.number().optional(),
});
export type ConnectRefusal = z.infer<typeof ConnectRefusal>;

/** One line of the history, and of the missed list. */
export const PastCall = z
  .object({
    id: CallId,
    site: Site,
    panel: z.string(),
    unit: z.string().nullable(),
    recipient: Recipient,
    receivedAt: EpochMs,
    endedAt: EpochMs.nullable(),
    phase: RingPhase,
    reason: EndReason.nullable(),
    /** Who answered it here, if somebody did. */
    by: Holder.nullable(),
    doorOpened: z.boolean(),
    /** When ButterflyMX logged that a door was opened from it; null: it did not, or its log does not come. */
    doorConfirmedAt: EpochMs.nullable().default(null),
    snapshot: SnapshotId.nullable(),
    /** How long it rang here, in milliseconds. */
    rangMs: z.number().int().nonnegative(),
    /** No webhook told of it: the relay found it in the vendor's list, perhaps too late to ring. */
    webhookMissing: z.boolean(),
  })
  .readonly();
export type PastCall = z.infer<typeof PastCall>;

/** Calls of one site that rang and were answered by nobody, and that nobody has marked as handled; newest first, at most 50. */
export const MissedCalls = z.object({ site: SiteId, calls: z.array(PastCall).readonly() }).readonly();
export type MissedCalls = z.infer<typeof MissedCalls>;

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

/** One step of a call as the vendor's API saw it; secrets are masked. Told only where the vendor is simulated. */
export const VendorStep = z
  .object({
    at: EpochMs,
    tookMs: z.number().nonnegative(),
    /** `in`: a delivery of the vendor; `out`: a request of ours; `media`: what the page does itself. */
    direction: z.enum(['in', 'out', 'media']),
    /** e.g. `POST /v3/notifications/is_active`. */
    what: z.string(),
    /** The section of the vendor's guide that describes it. */
    section: z.string(),
    request: z.string().nullable(),
    answer: z.string().nullable(),
    /** HTTP status; null while none came. */
    status: z.number().int().nullable(),
    /** How often the very same was asked and answered in a row; `at` is the first time, `tookMs` the last. */
    times: z.number().int().positive(),
  })
  .readonly();
export type VendorStep = z.infer<typeof VendorStep>;

/** Everything a seat should know now. It replaces all it knew: a live call that is not in it is over. */
export const Picture = z
  .object({
    epoch: z.string().min(1).max(64),
    seat: SeatId,
    desk: z.object({ id: DeskId, name: z.string(), sites: z.array(Site).readonly() }).readonly(),
    rings: z.array(RingView).readonly(),
    missed: z.array(MissedCalls).readonly(),
    coverage: z.array(Coverage).readonly(),
    alarms: z.array(Alarm).readonly(),
    /** Doors that this desk may open at any time. */
    doors: z.array(SiteDoor).readonly(),
    notes: z.array(SiteNotes).readonly(),
    /** True when the vendor's API is the simulator's; the page then marks itself so. */
    simulated: z.boolean(),
    relay: z.object({ version: z.string(), now: EpochMs }).readonly(),
  })
  .readonly();
export type Picture = z.infer<typeof Picture>;

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

/**
 * The stages a desk proves, in order. `shown` is painted: taken in the document that drew the ring, two frames later; a hidden page says
 * `notVisible` instead. `sounding`: the audio context runs and there is energy where the sound leaves the page. That cannot prove a loudspeaker
 * that is on, nor a person who listens.
 */
export const ReceiptStage = z.enum(['received', 'shown', 'notVisible', 'sounding', 'silenced', 'connected', 'ended']);
export type ReceiptStage = z.infer<typeof ReceiptStage>;

/** What surrounds a proof, as far as the page can know it; null where it cannot. */
export const Surroundings = z
  .object({
    visible: z.boolean(),
    /** The device that the sound goes to, as the system calls it. */
    output: z.string().max(120).nullable(),
    /** Of the page's own sound, 0 to 1. The system's volume is out of a page's sight. */
    volume: z.number().min(0).max(1).nullable(),
    doNotDisturb: z.boolean().nullable(),
  })
  .readonly();
export type Surroundings = z.infer<typeof Surroundings>;

/** Why a seat cannot be heard. */
export const Deafness = z.enum([
  'not-started',
  'sound-locked',
  'no-speaker',
  'stepped-away',
  'another-window',
  'hidden',
]);
export type Deafness = z.infer<typeof Deafness>;

const refused = <const Words extends readonly string[]>(words: Words) =>
  z.object({ outcome: z.literal('refused'), because: z.enum([...words, 'bad-request', 'failed']) }).readonly();

/** One question a desk may ask: its name on the wire, what it carries, what comes back. Both sides hold this same object. */
export type Ask<A, R> = { readonly name: string; readonly asks: z.ZodType<A>; readonly replies: z.ZodType<R> };
const ask = <A, R>(name: string, asks: z.ZodType<A>, replies: z.ZodType<R>): Ask<A, R> => ({ name, asks, replies });

const done = z.object({ outcome: z.literal('done') }).readonly();
const noted = z.object({ outcome: z.literal('noted') }).readonly();
const aboutCall = z.object({ callId: CallId });

export const AnswerReply = z.union([
  z.object({ outcome: z.literal('yours'), unrecorded: z.boolean().optional() }).readonly(),
  z
    .object({
      outcome: z.literal('refused'),
      because: z.enum([
        'already-claimed',
        'claimed-by-same-desk',
        'ended',
        'unknown-call',
        'no-media-yet',
        'not-our-account',
        'bad-request',
        'failed',
      ]),
      by: Holder.optional(),
    })
    .readonly(),
]);
export type AnswerReply = z.infer<typeof AnswerReply>;

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

export const DoneReply = z.union([
  done,
  refused(['unknown-call', 'not-yours', 'ended', 'already-claimed', 'not-our-account']),
]);
export type DoneReply = z.infer<typeof DoneReply>;

/** `sent`: the vendor was asked; `accepted`: it said yes; `confirmed`: a door log showed it; `unknown`: look at the door before pressing again. */
export const DoorReply = z.union([
  z.object({ outcome: z.enum(['sent', 'accepted', 'confirmed', 'unknown']), pressId: PressId }).readonly(),
  z
    .object({
      outcome: z.literal('refused'),
      because: z.enum([
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
export type AskName = keyof typeof asks;
export type Asked<N extends AskName> = (typeof asks)[N] extends Ask<infer A, infer _R> ? A : never;
export type Reply<N extends AskName> = (typeof asks)[N] extends Ask<infer _A, infer R> ? R : never;

/** The same questions, so typed that a name chosen at run time gives the schemas of that name. */
export const askNamed: { readonly [N in AskName]: Ask<Asked<N>, Reply<N>> } = asks;

/** Socket.IO events, relay to desk. */
export type RelayToDesk = {
  picture: (picture: Picture) => void;
  ring: (view: RingView) => void;
  missed: (missed: MissedCalls) => void;
  coverage: (coverage: Coverage) => void;
  alarms: (alarms: readonly Alarm[]) => void;
  doors: (doors: readonly SiteDoor[]) => void;
  notes: (notes: SiteNotes) => void;
  press: (news: PressNews) => void;
};

/** Socket.IO events, desk to relay. What arrives is untrusted: `unknown` until it is parsed. `refresh` asks for a new picture. */
export type DeskToRelay = { [N in AskName]: (asked: unknown, reply: unknown) => void } & { refresh: () => void };

/** `POST /enrol`: a one-time code becomes a desk token, once. */
export const EnrolRequest = z.object({ code: z.string().trim().min(4).max(40) });
export const EnrolReply = z.object({ desk: DeskId, name: z.string(), token: z.string() });
export type EnrolReply = z.infer<typeof EnrolReply>;
