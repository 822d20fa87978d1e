import { z } from 'zod';
import { CallId, DeskId, EpochMs, endReasons, Recipient, SeatId, SiteId, SnapshotId } from './call.ts';
import { Fact } from './fact.ts';
import { Deafness, Surroundings } from './proof.ts';
import { ringPhases } from './ring.ts';
import { WallMode } from './wall.ts';

/** Whose calls a hook brings: the whole building's, or one tenant's. Kept for the operator; both are received alike. */
export const HookScope = z.enum(['building', 'tenant']);
export type HookScope = z.infer<typeof HookScope>;

/** The one kind of thing that a hook was registered for; a body that does not say what it is, is read as that. */
export const HookResource = z.enum(['call', 'access_log']);
export type HookResource = z.infer<typeof HookResource>;

/** `POST /api/hooks`: a hook for a site. `resource`: it will be registered for that one thing alone; null: for all. */
export const HookRequest = z.object({
  site: SiteId,
  scope: HookScope.default('building'),
  resource: HookResource.nullable().default(null),
});

/** A new hook. The key is shown this once; the relay keeps only its hash. */
export const NewHook = z.object({
  site: SiteId,
  id: z.string(),
  key: z.string(),
  url: z.string(),
  resource: HookResource.nullable(),
});
export type NewHook = z.infer<typeof NewHook>;

/** A hook as it is listed. The key itself is never shown again. */
export const HookLine = z.object({
  site: SiteId,
  id: z.string(),
  scope: HookScope,
  /** Null for all that ButterflyMX delivers. */
  resource: HookResource.nullable(),
  /** By name, each with whether it refuses or only counts. */
  walls: z.array(z.object({ wall: z.string(), mode: WallMode })),
  createdAt: EpochMs,
  revokedAt: EpochMs.nullable(),
});
export type HookLine = z.infer<typeof HookLine>;

/** `POST /api/desks`: a desk that rings at these sites, by a name for people. */
export const DeskRequest = z.object({ sites: z.array(SiteId).min(1).max(50), name: z.string().trim().min(1).max(60) });

/** A new desk. The token is shown this once. `site` is the first of `sites`. */
export const NewDesk = z.object({ site: SiteId, sites: z.array(SiteId), desk: DeskId, token: z.string() });
export type NewDesk = z.infer<typeof NewDesk>;

/** One open page of a desk, as the relay knows it now. */
export const SeatLine = z
  .object({
    seat: SeatId,
    onlineSince: EpochMs,
    /** When anything came from it last; its heartbeat comes every 5 s. */
    lastHeard: EpochMs,
    able: z.boolean(),
    because: Deafness.nullable(),
    version: z.string().nullable(),
    /** The page's clock minus the relay's, in milliseconds; null until the page told its time. */
    clockOffsetMs: z.number().nullable(),
    around: Surroundings.nullable(),
  })
  .readonly();
export type SeatLine = z.infer<typeof SeatLine>;

/** A desk as it is listed. `online`: one of its pages is connected; `able`: one of them can be heard. */
export const DeskLine = z.object({
  desk: DeskId,
  name: z.string(),
  sites: z.array(SiteId),
  createdAt: EpochMs,
  revokedAt: EpochMs.nullable(),
  online: z.boolean(),
  able: z.boolean(),
  seats: z.array(SeatLine).readonly(),
});
export type DeskLine = z.infer<typeof DeskLine>;

/** `POST /api/invites`: a one-time code for a desk, good for so many minutes. */
export const InviteRequest = DeskRequest.extend({ minutes: z.number().int().min(1).max(1440).default(10) });

/** A one-time code with which a page enrols itself as a desk. */
export const NewInvite = z.object({
  id: z.string(),
  sites: z.array(SiteId),
  name: z.string(),
  code: z.string(),
  url: z.string(),
  expiresAt: EpochMs,
});
export type NewInvite = z.infer<typeof NewInvite>;

/** An invitation that can still be used; without its code, which was shown once. */
export const InviteLine = NewInvite.pick({ id: true, sites: true, name: true, expiresAt: true });
export type InviteLine = z.infer<typeof InviteLine>;

/** How a call is over, for operators: as its ring ended, or that its site did not let it ring. */
export const PastReason = z.enum([...endReasons, 'not-rung']);
export type PastReason = z.infer<typeof PastReason>;

/** One call in a list or above its timeline. Times are wall milliseconds of the relay. */
export const CallLine = z.object({
  id: CallId,
  site: SiteId,
  panel: z.string(),
  unit: z.string().nullable(),
  recipient: Recipient,
  phase: z.enum(ringPhases),
  reason: PastReason.nullable(),
  receivedAt: EpochMs,
  endedAt: EpochMs.nullable(),
  by: z.string().nullable(),
  snapshot: SnapshotId.nullable(),
  /** ButterflyMX says that it does not know this call. */
  notKnown: z.boolean().default(false),
  /** It came by a key that was revoked as leaked, and nothing of ButterflyMX's confirms it: it counts in no figure. */
  inDoubt: z.boolean().default(false),
});
export type CallLine = z.infer<typeof CallLine>;

/** `POST /api/backups`: the new file, by its path on the relay's machine; over the socket file alone. */
export const BackupRequest = z.object({ file: z.string().min(1).max(4096) });
/** The copy is whole and was read through. */
export const BackupDone = z.object({ file: z.string() });

/** One thing that happened to a call, in order, for a person or a script: `what` is a word, `detail` its circumstances without names; `fact` has them as fields. */
export const TimelineLine = z.object({
  at: EpochMs,
  what: z.string(),
  desk: DeskId.nullable(),
  detail: z.string().nullable(),
  fact: Fact,
});
export type TimelineLine = z.infer<typeof TimelineLine>;

/** Why a call did, or did not, ring: one sentence, then the facts. */
export const Timeline = z.object({ call: CallLine, sentence: z.string(), facts: z.array(TimelineLine) });
export type Timeline = z.infer<typeof Timeline>;
