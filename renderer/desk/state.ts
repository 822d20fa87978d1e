/** What this desk knows. Pure: messages and time go in, the next state comes out; the newest whole view of a ring always wins. */
import type { CallId, SiteDoor } from '../../protocol/call.ts';
import type { MissedCalls } from '../../protocol/pastCall.ts';
import type { Alarm, Coverage, Picture, SiteNotes } from '../../protocol/picture.ts';
import type { Deafness } from '../../protocol/proof.ts';
import type { RingView } from '../../protocol/ring.ts';
import type { ConnectRefusal } from '../../protocol/seat.ts';

/** Milliseconds on the page's own monotonic clock. */
export type PageMs = number;

/** A ring as this page has it: the view, and when that arrived. */
export type KnownRing = { readonly view: RingView; readonly arrivedAt: PageMs; readonly firstSeenAt: PageMs };

export type LinkState =
  | { readonly phase: 'connecting'; readonly since: PageMs }
  | { readonly phase: 'up'; readonly since: PageMs }
  | { readonly phase: 'down'; readonly since: PageMs }
  | { readonly phase: 'refused'; readonly because: ConnectRefusal['because']; readonly message: string };

/** What stands between this page and being heard, besides the link. */
export type Ears = {
  readonly shift: 'not-started' | 'on';
  readonly sound: 'locked' | 'running' | 'no-speaker';
  readonly away: boolean;
  readonly window: 'here' | 'elsewhere';
};

export type DeskState = {
  readonly link: LinkState;
  /** Who this desk is, since its first picture. */
  readonly identity: Pick<Picture, 'epoch' | 'seat' | 'desk' | 'simulated' | 'relay'> | null;
  /** Oldest first. */
  readonly rings: readonly KnownRing[];
  /** Calls that ended a moment ago and whose own door can still be opened. */
  readonly late: readonly KnownRing[];
  readonly missed: readonly MissedCalls[];
  readonly coverage: readonly Coverage[];
  readonly alarms: readonly Alarm[];
  /** Doors that this desk may open at any time. */
  readonly doors: readonly SiteDoor[];
  readonly notes: readonly SiteNotes[];
  readonly ears: Ears;
};

export type DeskEvent =
  | { readonly kind: 'picture'; readonly picture: Picture; readonly now: PageMs }
  | { readonly kind: 'ring'; readonly view: RingView; readonly now: PageMs }
  | { readonly kind: 'missed'; readonly missed: MissedCalls }
  | { readonly kind: 'coverage'; readonly coverage: Coverage }
  | { readonly kind: 'alarms'; readonly alarms: readonly Alarm[] }
  | { readonly kind: 'notes'; readonly notes: SiteNotes }
  | { readonly kind: 'down'; readonly now: PageMs }
  | { readonly kind: 'refused'; readonly because: ConnectRefusal['because']; readonly message: string }
  | { readonly kind: 'ears'; readonly ears: Partial<Ears> }
  | { readonly kind: 'ticked'; readonly now: PageMs };

/** How long an ended ring keeps its place with its outcome. */
export const outcomeShownMs = 3_000;
/** How long the own door of an ended call can be opened; the relay counts the same. */
export const lateDoorMs = 60_000;

export const initialState = (now: PageMs): DeskState => ({
  link: { phase: 'connecting', since: now },
  identity: null,
  rings: [],
  late: [],
  missed: [],
  coverage: [],
  alarms: [],
  doors: [],
  notes: [],
  ears: { shift: 'not-started', sound: 'locked', away: false, window: 'here' },
});

/** True when the view is of another relay start than the picture: only a new picture can tell what holds. */
export const needsPicture = (state: DeskState, view: RingView): boolean =>
  state.identity === null || view.epoch !== state.identity.epoch;

export function reduce(state: DeskState, event: DeskEvent): DeskState {
  switch (event.kind) {
    case 'picture':
      return takePicture(state, event.picture, event.now);
    case 'ring':
      return takeRing(state, event.view, event.now);
    case 'missed':
      return { ...state, missed: [...state.missed.filter(({ site }) => site !== event.missed.site), event.missed] };
    case 'coverage':
      return {
        ...state,
        coverage: [...state.coverage.filter(({ site }) => site !== event.coverage.site), event.coverage],
      };
    case 'alarms':
      return { ...state, alarms: event.alarms };
    case 'notes':
      return { ...state, notes: [...state.notes.filter(({ site }) => site !== event.notes.site), event.notes] };
    case 'down':
      if (state.link.phase === 'down' || state.link.phase === 'refused') return state;
      return {
        ...state,
        link: { phase: 'down', since: state.link.phase === 'connecting' ? state.link.since : event.now },
      };
    case 'refused':
      return { ...state, link: { phase: 'refused', because: event.because, message: event.message } };
    case 'ears':
      return { ...state, ears: { ...state.ears, ...event.ears } };
    case 'ticked':
      return forgetPast(state, event.now);
  }
}

/** A picture replaces everything: a live call that is not in it is over. Doors of calls that are just over stay, but for those of a demonstration that was started over. */
function takePicture(state: DeskState, picture: Picture, now: PageMs): DeskState {
  const { epoch, seat, desk, simulated, relay, missed, coverage, alarms, doors, notes, clearedUntil } = picture;
  const rings = picture.rings.map((view) => known(state, view, now));
  const link = state.link.phase === 'up' ? state.link : { phase: 'up' as const, since: now };
  const identity = { epoch, seat, desk, simulated, relay };
  const late = state.late.filter(({ view }) => clearedUntil === null || view.call.receivedAt > clearedUntil);
  return { ...state, link, identity, rings, late, missed, coverage, alarms, doors, notes };
}

function takeRing(state: DeskState, view: RingView, now: PageMs): DeskState {
  if (needsPicture(state, view)) return state;
  const earlier = state.rings.find((ring) => sameRing(ring.view, view));
  if (earlier && earlier.view.revision >= view.revision) return state;
  const next = known(state, view, now);
  const rings = earlier ? state.rings.map((ring) => (ring === earlier ? next : ring)) : [...state.rings, next];
  return { ...state, rings, late: withLate(state.late, next) };
}

function known(state: DeskState, view: RingView, now: PageMs): KnownRing {
  const earlier = state.rings.find((ring) => sameRing(ring.view, view));
  return { view, arrivedAt: now, firstSeenAt: earlier?.firstSeenAt ?? now };
}

function withLate(late: readonly KnownRing[], ring: KnownRing): readonly KnownRing[] {
  const others = late.filter(({ view }) => !sameRing(view, ring.view));
  const opensLate = ring.view.phase === 'ended' && ring.view.can.door === true;
  if (!opensLate) return others.length === late.length ? late : others;
  return [...others.slice(-(mostLate - 1)), ring];
}
/** The newest ones; after a crowd of calls nobody seeks an older one's door in a list. */
const mostLate = 3;

/** Outcomes leave after their time; what rings on without a link ends when its window is over. */
function forgetPast(state: DeskState, now: PageMs): DeskState {
  const stays = ({ view, arrivedAt }: KnownRing) => {
    if (view.phase === 'ended') return now < arrivedAt + outcomeShownMs;
    return state.link.phase === 'up' || view.phase !== 'ringing' || now < arrivedAt + view.ringsForMs;
  };
  const opensStill = ({ arrivedAt }: KnownRing) => now < arrivedAt + lateDoorMs;
  if (state.rings.every(stays) && state.late.every(opensStill)) return state;
  return { ...state, rings: state.rings.filter(stays), late: state.late.filter(opensStill) };
}

const sameRing = (one: RingView, other: RingView) => one.call.id === other.call.id && one.site.id === other.site.id;

/** The ring that this very page holds. */
export function ownRing({ rings, identity }: DeskState): KnownRing | null {
  return (
    rings.find(
      ({ view }) =>
        view.by !== null &&
        view.phase !== 'ended' &&
        view.by.desk === identity?.desk.id &&
        view.by.seat === identity.seat,
    ) ?? null
  );
}

/** The rings that a person can still answer here, oldest first. */
export const waitingRings = ({ rings }: DeskState): readonly KnownRing[] =>
  rings.filter(({ view }) => view.phase === 'ringing');

export const isSilenced = (view: RingView, { identity }: DeskState): boolean =>
  identity !== null && view.silencedBy.includes(identity.desk.id);

/** The rings that must be heard here. */
export const soundingRings = (state: DeskState): readonly KnownRing[] =>
  waitingRings(state).filter(({ view }) => !isSilenced(view, state));

/** Why this page cannot be heard; null when it can. The link is another matter. */
export function deafness({ ears }: DeskState): Deafness | null {
  if (ears.window === 'elsewhere') return 'another-window';
  if (ears.shift === 'not-started') return 'not-started';
  if (ears.away) return 'stepped-away';
  if (ears.sound === 'no-speaker') return 'no-speaker';
  return ears.sound === 'locked' ? 'sound-locked' : null;
}

/** How long the visitor has waited, in milliseconds. */
export const waitedMs = ({ view, arrivedAt }: KnownRing, now: PageMs): number =>
  view.call.waitedMs + Math.max(0, now - arrivedAt);

/** Then a place is named with its building. */
export const hasSeveralSites = ({ identity }: DeskState): boolean => (identity?.desk.sites.length ?? 0) > 1;

export const findRing = ({ rings }: DeskState, callId: CallId): KnownRing | null =>
  rings.find(({ view }) => view.call.id === callId) ?? null;
