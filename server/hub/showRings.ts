/** Shows rings to the desks of their sites: each change at once, but for crowds of unconfirmed calls, which are gathered. */
import { DeskId, type SiteId } from '../../protocol/call.ts';
import type { Undrawn } from '../../protocol/picture.ts';
import type { RingView } from '../../protocol/ring.ts';
import type { Clock } from '../clock.ts';
import { type CallKey, keyOfCall } from '../ring/identity.ts';
import type { RingState } from '../ring/ports.ts';
import type { DeskNamespace, DeskSocket } from './deskServer.ts';
import { isUnconfirmed, makeDrawing } from './drawing.ts';
import { hiddenInOne, viewInOne } from './protocolOne.ts';
import { deskRoom, oldRoom, siteRoom } from './rooms.ts';
import { type ViewFrame, viewFor } from './view.ts';

export type ShowRings = {
  /** Gives how many seats it went to; 0 for a ring that is only counted. */
  readonly show: (state: RingState) => number;
  /** False for a ring that desks have in one row with others. */
  readonly isDrawn: (state: RingState) => boolean;
  /** The rings of a site that a desk is shown one by one, of all that live there; those that somebody has or that are confirmed first. */
  readonly drawn: (site: SiteId, live: readonly RingState[]) => readonly RingState[];
  /** The rings of a site that are only counted, newest first. */
  readonly undrawn: (site: SiteId) => readonly RingState[];
};

export type ShowRingsParts = {
  readonly namespace: DeskNamespace;
  /** Sockets of a desk whose pages speak the protocol before. */
  readonly oldSockets: (desk: DeskId) => readonly DeskSocket[];
  readonly frame: (site: SiteId) => ViewFrame;
  readonly clock: Pick<Clock, 'after'>;
  /** How many unconfirmed rings of one site and webhook are drawn; 0: all. */
  readonly mostUnconfirmed: number;
};

/** Changes of a crowd are gathered for so long, in milliseconds. */
const togetherMs = 100;

export function showRings({ namespace, oldSockets, frame, clock, mostUnconfirmed }: ShowRingsParts): ShowRings {
  const drawing = makeDrawing(mostUnconfirmed);
  /** The revision of each unconfirmed ring that desks have drawn, and the rings that they only count. */
  const shown = new Map<SiteId, Map<CallKey, number>>();
  const counted = new Map<SiteId, Set<CallKey>>();
  const soon = new Set<SiteId>();
  const has = (room: string) => namespace.adapter.rooms.has(room);
  const shownAt = (site: SiteId) => of(shown, site, () => new Map<CallKey, number>());
  const countedAt = (site: SiteId) => of(counted, site, () => new Set<CallKey>());

  function emit(state: RingState): number {
    const holder = state.ring.phase === 'ringing' ? null : (state.ring.by?.desk ?? null);
    const theirs = holder === null ? [] : [deskRoom(holder)];
    const old = oldRoom(state.site);
    if (holder === null && !has(siteRoom(state.site)) && !has(old)) return 0;
    const forAll = viewFor(nobody, state, frame(state.site));
    namespace
      .to(siteRoom(state.site))
      .except([...theirs, old])
      .emit('ring', forAll);
    if (has(old)) namespace.to(old).except(theirs).emit('ring', viewInOne(forAll));
    if (holder !== null) emitToHolder(holder, viewFor(holder, state, frame(state.site)), old);
    return namespace.adapter.rooms.get(siteRoom(state.site))?.size ?? 0;
  }

  function emitToHolder(holder: DeskId, view: RingView, old: string): void {
    namespace.to(deskRoom(holder)).except(old).emit('ring', view);
    if (has(old)) for (const socket of oldSockets(holder)) socket.emit('ring', viewInOne(view));
  }

  function gather(site: SiteId): void {
    if (soon.has(site)) return;
    soon.add(site);
    clock.after(togetherMs, () => {
      soon.delete(site);
      redraw(site);
    });
  }

  function redraw(site: SiteId): void {
    const { drawn, undrawn } = drawing.of(site);
    const before = shownAt(site);
    const now = new Map(drawn.map((state) => [keyOf(state), state.revision] as const));
    const hidden = undrawn.filter((state) => before.has(keyOf(state)));
    shown.set(site, now);
    counted.set(site, new Set(undrawn.map(keyOf)));
    tell({ site, count: undrawn.length, hidden: hidden.map(({ call }) => call) }, hidden);
    for (const state of drawn.toReversed()) if (before.get(keyOf(state)) !== state.revision) emit(state);
  }

  function tell(undrawn: Undrawn, hidden: readonly RingState[]): void {
    const old = oldRoom(undrawn.site);
    namespace.to(siteRoom(undrawn.site)).except(old).emit('undrawn', undrawn);
    if (!has(old) || hidden.length === 0) return;
    const views = hidden.map((state) => viewFor(nobody, state, frame(undrawn.site)));
    for (const view of hiddenInOne(views, undrawn)) namespace.to(old).emit('ring', view);
  }

  /** It was one of a crowd; what is not drawn leaves without a word, but for its place in the count. */
  function leaveCrowd(state: RingState): boolean {
    const key = keyOf(state);
    const wasCounted = countedAt(state.site).delete(key);
    shownAt(state.site).delete(key);
    if (wasCounted || countedAt(state.site).size > 0) gather(state.site);
    return wasCounted;
  }

  return {
    show: (state) => {
      drawing.follow(state);
      if (!isUnconfirmed(state)) {
        const wasCounted = leaveCrowd(state);
        return wasCounted && state.ring.phase === 'ended' ? 0 : emit(state);
      }
      if (drawing.isCrowded(state) || countedAt(state.site).size > 0) {
        if (!shownAt(state.site).has(keyOf(state))) countedAt(state.site).add(keyOf(state));
        gather(state.site);
        return 0;
      }
      shownAt(state.site).set(keyOf(state), state.revision);
      return emit(state);
    },
    isDrawn: (state) => !countedAt(state.site).has(keyOf(state)),
    drawn: (site, live) => {
      const ofSite = live.filter((state) => state.site === site);
      return [
        ...ofSite.filter((state) => !isUnconfirmed(state)),
        ...ofSite.filter((state) => isUnconfirmed(state) && !countedAt(site).has(keyOf(state))),
      ];
    },
    undrawn: (site) => drawing.of(site).undrawn.filter((state) => countedAt(site).has(keyOf(state))),
  };
}

const keyOf = ({ site, call }: RingState) => keyOfCall(site, call);

function of<T>(map: Map<SiteId, T>, site: SiteId, make: () => T): T {
  const known = map.get(site);
  if (known !== undefined) return known;
  const made = make();
  map.set(site, made);
  return made;
}

/** No desk: what everybody but the holder sees. */
const nobody = DeskId.parse('-');
