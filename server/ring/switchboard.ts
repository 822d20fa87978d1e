/** The only holder of live rings: every event of a call comes here, is decided by `ring.ts`, and is acted upon. */
import type { CallId, EpochMs, SiteId } from '../../protocol/call.ts';
import type { Holder } from '../../protocol/ring.ts';
import type { Clock } from '../clock.ts';
import type { Arrival } from '../intake/receive.ts';
import type { Journal } from '../journal/journal.ts';
import { callNamed } from './callNamed.ts';
import type { RingEffect, RingEvent } from './events.ts';
import { identities } from './identities.ts';
import { type Line, openLine, type Told } from './line.ts';
import type { AttendanceOf, Intercom, RingState, TakeSnapshot } from './ports.ts';
import { begin } from './ring.ts';
import { routed } from './routing.ts';
import { type CallFacts, type Ring, vendorCallOf } from './state.ts';

export type SwitchboardParts = {
  readonly journal: Pick<Journal, 'step' | 'read' | 'note' | 'live'>;
  readonly intercom: Intercom;
  readonly takeSnapshot: TakeSnapshot;
  readonly attendanceOf: AttendanceOf;
  readonly clock: Clock;
  readonly windowMs: number;
  readonly changed: (state: RingState, before: Ring | null) => void;
  readonly reportUnwritable: (error: unknown) => void;
};

export type Switchboard = {
  /** The end of the way in: joins the ring it belongs to, or begins one. Synchronous, so that two deliveries cannot cross. */
  readonly arrive: (arrival: Arrival) => void;
  /** Null when no such call is known at these sites. */
  readonly tell: (sites: readonly SiteId[], call: CallId, event: RingEvent) => Promise<Told | null>;
  readonly find: (sites: readonly SiteId[], call: CallId) => Promise<RingState | null>;
  /** Every ring of these sites that has not ended. */
  readonly rings: (sites: readonly SiteId[]) => readonly RingState[];
  /** A seat came or went: the rings that it holds must know. */
  readonly seat: (by: Pick<Holder, 'desk' | 'seat'>, event: 'seat-gone' | 'seat-back') => void;
  /** After a start: the rings that the last run left. */
  readonly resume: () => Promise<void>;
  /** A demonstration begins anew: every ring of a call that came until then ends as if the visitor left, and is forgotten. */
  readonly clear: (until: EpochMs) => Promise<void>;
  readonly stop: () => void;
};

const keepEndedMs = 120_000;
const askGuidEveryMs = 1_500;

export function switchboard(parts: SwitchboardParts): Switchboard {
  const { journal, intercom, takeSnapshot, attendanceOf, clock, windowMs } = parts;
  const lines = new Map<string, Line>();
  const known = identities();
  let stopped = false;

  const lineParts = { journal, clock, changed, perform, reportUnwritable: parts.reportUnwritable };

  function changed(state: RingState, before: Ring | null): void {
    if (state.ring.phase === 'ended' && before?.phase !== 'ended') clock.after(keepEndedMs, () => forget(state));
    parts.changed(state, before);
  }

  function forget({ site, call, ring }: RingState): void {
    lines.get(keyOf(site, call))?.stop();
    lines.delete(keyOf(site, call));
    known.forget(site, ring.call, call);
  }

  function hold(line: Line): Line {
    lines.set(keyOf(line.site, line.call), line);
    known.learn(line.site, line.state().ring.call, line.call);
    return line;
  }

  function perform(effect: RingEffect, line: Line): void {
    const call = vendorCallOf(line.state().ring.call);
    if (call === null) return;
    switch (effect.kind) {
      case 'ask-status':
        void intercom
          .callStatus(call)
          .then((answer) => line.tell({ kind: 'status-checked', status: answer.ok ? answer.value.status : null }));
        return;
      case 'tell-vendor':
        void intercom.notify(effect.notice, call).then((told) => {
          if (!told.ok) noteNotTold(line, `${effect.notice}: ${told.error}`);
        });
        return;
    }
  }

  /** It is not said again, for its moment is over; who asks why a panel behaved so finds it with the call. */
  function noteNotTold({ site, call }: Line, detail: string): void {
    if (stopped) return;
    journal.note(site, call, [{ what: 'vendor-not-told', desk: null, detail }]).catch(parts.reportUnwritable);
  }

  const isHeld = ({ site, call }: Line) => lines.has(keyOf(site, call));

  async function lineOf(site: SiteId, call: CallId): Promise<Line | null> {
    const live = lines.get(keyOf(site, call));
    if (live) return live;
    const stored = await journal.read(site, call);
    const meanwhile = lines.get(keyOf(site, call));
    if (stored === null || meanwhile) return meanwhile ?? null;
    const line = hold(
      openLine({ ...stored, step: { ring: stored.ring, facts: [], effects: [], reply: null } }, lineParts),
    );
    if (stored.ring.phase === 'ended') clock.after(keepEndedMs, () => forget(line.state()));
    return line;
  }

  async function find(sites: readonly SiteId[], call: CallId): Promise<Line | null> {
    for (const site of sites) {
      const line = await lineOf(site, call);
      if (line) return line;
    }
    return null;
  }

  function arriveCall(arrival: Arrival, facts: CallFacts, imageUrl: string | null, status: string | null): void {
    const { site } = arrival;
    const calls = known.find(site, facts);
    const held = calls.flatMap((call) => lines.get(keyOf(site, call)) ?? []);
    if (held.length === 0 && arrival.knownAs.length > 0) {
      void deliverAgain(site, arrival.knownAs, facts);
      return;
    }
    const line = held[0] ? join(held, facts) : ring(arrival, facts, status);
    if (held.length > 0 && status !== null && status !== 'initializing')
      void line.tell({ kind: 'vendor-status', status });
    if (imageUrl !== null) void picture(line, imageUrl);
    if (line.state().ring.call.guid === null && facts.guid === null) askForGuid(line);
  }

  function ring({ site, received }: Arrival, facts: CallFacts, status: string | null): Line {
    const call = callNamed(facts);
    const now = clock.moment();
    const first = begin(
      { ...facts, id: call, site, receivedAt: received.wall, snapshot: null },
      { started: received, now, windowMs, status },
    );
    const step = { ...first, facts: [...first.facts, ...routed(first.ring, attendanceOf(site))] };
    const line = hold(openLine({ site, call, revision: 0, step }, lineParts));
    for (const early of known.earlyStatuses(site, facts)) void line.tell({ kind: 'vendor-status', status: early });
    return line;
  }

  /** One ring gets what the delivery tells. Two rings that prove to be one call: the later ends, unless only it is held. */
  function join(held: readonly Line[], facts: CallFacts): Line {
    const byAge = [...held].sort((one, other) => one.state().ring.startedMono - other.state().ring.startedMono);
    const alive = byAge.filter((line) => line.state().ring.phase !== 'ended');
    const kept = alive.find((line) => line.state().ring.phase !== 'ringing') ?? alive[0] ?? byAge[0];
    if (kept === undefined) throw new Error('A delivery was joined to no ring.');
    void kept.tell({ kind: 'delivered-again', facts });
    for (const other of byAge) if (other !== kept) void other.tell({ kind: 'proved-same-call' });
    known.learn(kept.site, facts, kept.call);
    return kept;
  }

  async function deliverAgain(site: SiteId, calls: readonly CallId[], facts: CallFacts): Promise<void> {
    const found = await Promise.all(calls.map((call) => lineOf(site, call)));
    const held = found.filter((line) => line !== null);
    if (held.length > 0) join(held, facts);
  }

  async function picture(line: Line, imageUrl: string): Promise<void> {
    if (line.state().ring.call.snapshot !== null || line.state().ring.phase === 'ended') return;
    const snapshot = await takeSnapshot(imageUrl, () => !stopped && line.state().ring.phase !== 'ended');
    if (snapshot !== null && isHeld(line)) await line.tell({ kind: 'snapshot-ready', snapshot });
  }

  /** A call known by its number alone cannot be answered: the vendor's list is asked for its guid while it rings. */
  function askForGuid(line: Line): void {
    const { guid, vendorId } = line.state().ring.call;
    if (stopped || guid !== null || vendorId === null || line.state().ring.phase !== 'ringing') return;
    void intercom.guidOf(line.site, vendorId).then((found) => {
      if (found === null) clock.after(askGuidEveryMs, () => askForGuid(line));
      else proveGuid(line, found);
    });
  }

  function proveGuid(line: Line, guid: string): void {
    const facts: CallFacts = { ...line.state().ring.call, guid };
    const same = known.find(line.site, facts).flatMap((call) => lines.get(keyOf(line.site, call)) ?? []);
    join([...new Set([line, ...same])], facts);
  }

  async function arriveStatus(
    arrival: Arrival,
    guid: string | null,
    vendorId: number | null,
    status: string,
  ): Promise<void> {
    const { site } = arrival;
    const [call] = [...known.find(site, { guid, vendorId }), ...arrival.knownAs];
    if (call === undefined) {
      known.keepEarly(site, { guid, vendorId }, status);
      clock.after(keepEndedMs, () => known.dropEarly(site, { guid, vendorId }));
      return;
    }
    const line = await lineOf(site, call);
    await line?.tell({ kind: 'vendor-status', status });
  }

  return {
    arrive: (arrival) => {
      const { reading } = arrival;
      if (reading.kind === 'call') arriveCall(arrival, reading.facts, reading.imageUrl, reading.status);
      if (reading.kind === 'status') void arriveStatus(arrival, reading.guid, reading.vendorId, reading.status);
    },
    tell: async (sites, call, event) => (await find(sites, call))?.tell(event) ?? null,
    find: async (sites, call) => (await find(sites, call))?.state() ?? null,
    rings: (sites) =>
      [...lines.values()]
        .map((line) => line.state())
        .filter(({ site, ring, revision }) => revision > 0 && ring.phase !== 'ended' && sites.includes(site)),
    seat: (by, kind) => {
      for (const line of lines.values()) {
        const { ring } = line.state();
        if (
          (ring.phase === 'claimed' || ring.phase === 'talking') &&
          ring.by.desk === by.desk &&
          ring.by.seat === by.seat
        )
          void line.tell({ kind, by });
      }
    },
    resume: async () => {
      for (const stored of await journal.live()) {
        const line = hold(
          openLine({ ...stored, step: { ring: stored.ring, facts: [], effects: [], reply: null } }, lineParts),
        );
        if (stored.ring.phase !== 'ringing' && stored.ring.phase !== 'ended')
          void line.tell({ kind: 'seat-gone', by: stored.ring.by });
        askForGuid(line);
      }
    },
    clear: async (until) => {
      const old = [...lines.values()].filter((line) => line.state().ring.call.receivedAt <= until);
      const alive = old.filter((line) => line.state().ring.phase !== 'ended');
      await Promise.all(alive.map((line) => line.tell({ kind: 'vendor-status', status: 'canceled' })));
      for (const line of old) forget(line.state());
    },
    stop: () => {
      stopped = true;
      for (const line of lines.values()) line.stop();
    },
  };
}

const keyOf = (site: SiteId, call: CallId) => `${site} ${call}`;
