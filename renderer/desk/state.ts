/** What this desk knows. Pure: messages and time go in, the next state comes out; the newest whole view of a ring always wins. */
import type { CallId, SiteDoor, SiteId } from '../../protocol/call.ts';
import type { MissedCalls } from '../../protocol/pastCall.ts';
import type { Alarm, Coverage, Picture, SiteNotes, Undrawn } from '../../protocol/picture.ts';
import type { Deafness } from '../../protocol/proof.ts';
import type { RingView } from '../../protocol/ring.ts';
import type { ConnectRefusal } from '../../protocol/seat.ts';
import { isSameRing, keyOf, knownAs, oldestFirst } from './knownRing.ts';
import { endPicture, takePicture } from './takePicture.ts';
import { isLoud, type KnownUndrawn, silenceUndrawn, takeUndrawn, undrawnRingMs } from './undrawn.ts';

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
  /** The rings that were told since a picture began that is not whole yet, the picture's own among them; null when none is on its way. */
  readonly toldSince: ReadonlySet<string> | null;
  /** Calls that ring and are not drawn, of each site that has any. */
  readonly undrawn: readonly KnownUndrawn[];
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
  | { readonly kind: 'pictureEnd'; readonly epoch: string }
  | { readonly kind: 'undrawn'; readonly undrawn: Undrawn; readonly now: PageMs }
  /** Of one site, or of all. */
  | { readonly kind: 'undrawn-silenced'; readonly site: SiteId | null }
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
  toldSince: null,
  undrawn: [],
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
    case 'pictureEnd':
      return endPicture(state, event.epoch);
    case 'undrawn':
      return hide(state, event.undrawn, event.now);
    case 'undrawn-silenced':
      return { ...state, undrawn: silenceUndrawn(state.undrawn, event.site) };
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

/** Calls that are drawn no more leave without an outcome, and sound on among the others. */
function hide(state: DeskState, { site, count, hidden }: Undrawn, now: PageMs): DeskState {
  const isHidden = ({ view }: KnownRing) =>
    view.by === null && view.phase !== 'ended' && view.site.id === site && hidden.includes(view.call.id);
  const ringing = state.rings.filter((ring) => isHidden(ring) && ring.view.phase === 'ringing');
  const silenced = ringing.filter(({ view }) => isSilenced(view, state)).length;
  return {
    ...state,
    rings: state.rings.filter((ring) => !isHidden(ring)),
    undrawn: takeUndrawn(state.undrawn, { site, count }, { loud: ringing.length - silenced, silenced, now }),
  };
}

function takeRing(state: DeskState, view: RingView, now: PageMs): DeskState {
  if (needsPicture(state, view)) return state;
  const earlier = state.rings.find((ring) => isSameRing(ring.view, view));
  const next = knownAs(view, { before: state.rings, now });
  const toldSince = state.toldSince === null ? null : new Set([...state.toldSince, keyOf(next)]);
  if (earlier && earlier.view.epoch === view.epoch && earlier.view.revision >= view.revision)
    return toldSince === null ? state : { ...state, toldSince };
  const rings = earlier ? state.rings.map((ring) => (ring === earlier ? next : ring)) : [...state.rings, next];
  /** Rings that belong to a picture come in any order. */
  const inOrder = toldSince === null ? rings : oldestFirst(rings);
  return { ...state, toldSince, rings: inOrder, late: withLate(state.late, next) };
}

function withLate(late: readonly KnownRing[], ring: KnownRing): readonly KnownRing[] {
  const others = late.filter(({ view }) => !isSameRing(view, ring.view));
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
  const mayRing = ({ arrivedAt }: KnownUndrawn) => state.link.phase === 'up' || now < arrivedAt + undrawnRingMs;
  if (state.rings.every(stays) && state.late.every(opensStill) && state.undrawn.every(mayRing)) return state;
  return {
    ...state,
    rings: state.rings.filter(stays),
    late: state.late.filter(opensStill),
    undrawn: state.undrawn.filter(mayRing),
  };
}

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

/** Whether anything must be heard here, drawn or not. */
export const isSounding = (state: DeskState): boolean => soundingRings(state).length > 0 || state.undrawn.some(isLoud);

/** Whether any visitor waits, drawn or not. */
export const isRinging = (state: DeskState): boolean => waitingRings(state).length > 0 || state.undrawn.length > 0;

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
