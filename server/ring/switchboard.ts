/** The only holder of live rings: every event of a call comes here, is decided by `ring.ts`, and is acted upon. */
import type { CallId, DeskId, EpochMs, SiteId } from '../../protocol/call.ts';
import type { Holder } from '../../protocol/ring.ts';
import type { Clock } from '../clock.ts';
import type { Arrival } from './arrival.ts';
import type { RingEffect, RingEvent } from './events.ts';
import { aliasesOf, callNamed, comparableGuid, freeName, type Identifiers, keyOfCall } from './identity.ts';
import { type Joining, joins } from './joining.ts';
import type { Journal } from './journal.ts';
import { knownCalls } from './knownCalls.ts';
import { newHints } from './newHints.ts';
import { newPictures } from './newPictures.ts';
import type { AttendanceOf, Intercom, RingState, TakeSnapshot } from './ports.ts';
import { type Line, openLine, type Told } from './queue.ts';
import { begin } from './ring.ts';
import { routed } from './routing.ts';
import { type CallFacts, type Ring, type RingCall, vendorCallOf } from './state.ts';

export type SwitchboardParts = {
  readonly journal: Pick<Journal, 'step' | 'read' | 'note' | 'live'>;
  readonly intercom: Intercom;
  readonly takeSnapshot: TakeSnapshot;
  readonly attendanceOf: AttendanceOf;
  /** An account speaks for the site that can tell whether ButterflyMX knows a call. */
  readonly canBeChecked: (site: SiteId, call: CallFacts) => boolean;
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
  /** A desk may not hold calls of these sites any more; null: of none. */
  readonly revoke: (desk: DeskId, sites: readonly SiteId[] | null) => void;
  /** The vendor's answer about a live call names its picture: fetched where no delivery's has come. */
  readonly offerPicture: (site: SiteId, call: CallId, address: string) => void;
  /** After a start: the rings that the last run left. */
  readonly resume: () => Promise<void>;
  /** A demonstration begins anew: every ring of a call that came until then ends as if the visitor left, and is forgotten. */
  readonly clear: (until: EpochMs) => Promise<void>;
  readonly stop: () => void;
};

const keepEndedMs = 120_000;
const askGuidEveryMs = 1_500;
/** The vendor's own record of an end may be a moment behind the webhook that tells of it. */
const checkEndAfterMs = 1_000;

export function switchboard(parts: SwitchboardParts): Switchboard {
  const { journal, intercom, takeSnapshot, attendanceOf, canBeChecked, clock, windowMs } = parts;
  const lines = new Map<string, Line>();
  const known = knownCalls();
  const pictures = newPictures();
  const hints = newHints();
  const settling = new Map<string, Promise<void>>();
  let stopped = false;

  const lineParts = { journal, clock, changed, perform, reportUnwritable: parts.reportUnwritable };

  function changed(state: RingState, before: Ring | null): void {
    if (state.ring.phase === 'ended' && before?.phase !== 'ended') clock.after(keepEndedMs, () => forgetEnded(state));
    parts.changed(state, before);
  }

  /** Unless it rings again meanwhile. */
  function forgetEnded({ site, call }: RingState): void {
    const state = lines.get(keyOfCall(site, call))?.state();
    if (state?.ring.phase === 'ended') forget(state);
  }

  function forget({ site, call, ring }: RingState): void {
    lines.get(keyOfCall(site, call))?.stop();
    lines.delete(keyOfCall(site, call));
    known.forget(site, identifiersOf(ring.call), call);
  }

  function hold(line: Line): Line {
    lines.set(keyOfCall(line.site, line.call), line);
    known.learn(line.site, identifiersOf(line.state().ring.call), line.call);
    return line;
  }

  function perform(effect: RingEffect, line: Line): void {
    const call = vendorCallOf(line.state().ring.call);
    if (call === null) return;
    const ask = () =>
      void intercom
        .callStatus(call)
        .then((answer) => line.tell({ kind: 'status-checked', status: answer.ok ? answer.value.status : null }));
    switch (effect.kind) {
      case 'ask-status':
        ask();
        return;
      case 'check-end':
        clock.after(checkEndAfterMs, () => {
          if (!stopped) ask();
        });
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

  const isHeld = ({ site, call }: Line) => lines.has(keyOfCall(site, call));

  async function lineOf(site: SiteId, call: CallId): Promise<Line | null> {
    const live = lines.get(keyOfCall(site, call));
    if (live) return live;
    const stored = await journal.read(site, call);
    const meanwhile = lines.get(keyOfCall(site, call));
    if (stored === null || meanwhile) return meanwhile ?? null;
    const line = hold(
      openLine({ ...stored, step: { ring: stored.ring, facts: [], effects: [], reply: null } }, lineParts),
    );
    if (stored.ring.phase === 'ended') clock.after(keepEndedMs, () => forgetEnded(line.state()));
    return line;
  }

  async function find(sites: readonly SiteId[], call: CallId): Promise<Line | null> {
    for (const site of sites) {
      const line = await lineOf(site, call);
      if (line) return line;
    }
    return null;
  }

  /** One after another where they share a word, for what is read of one decides what the next one is. */
  function arriveCall(arrival: Arrival, told: CallTold): void {
    const words = aliasesOf({ ...told.facts, wordless: arrival.bytes }).map((alias) => `${arrival.site} ${alias}`);
    const before = words.flatMap((word) => settling.get(word) ?? []);
    const next =
      before.length === 0
        ? arriveNext(arrival, told)
        : Promise.all(before).then(() => arriveNext(arrival, told) ?? undefined);
    if (next !== null) settle(words, next);
  }

  function settle(words: readonly string[], work: Promise<unknown>): void {
    const settled = work.then(
      () => {},
      (error: unknown) => parts.reportUnwritable(error),
    );
    for (const word of words) settling.set(word, settled);
    void settled.then(() => {
      for (const word of words) if (settling.get(word) === settled) settling.delete(word);
    });
  }

  /** At once when the call is in memory or is new; null then. */
  function arriveNext(arrival: Arrival, told: CallTold): Promise<void> | null {
    const { site, knownAs } = arrival;
    const calls = known.find(site, { ...told.facts, wordless: arrival.bytes });
    const held = calls.flatMap((call) => lines.get(keyOfCall(site, call)) ?? []);
    const joined = held.filter((line) => joins(line.state().ring.call, joiningOf(arrival, told.facts)));
    const unread = knownAs.filter((call) => !calls.includes(call));
    if (joined.length === 0 && unread.length > 0) return arriveKnown(arrival, told, unread);
    take(joined, arrival, told);
    return null;
  }

  async function arriveKnown(arrival: Arrival, told: CallTold, calls: readonly CallId[]): Promise<void> {
    const read = await Promise.all(calls.map((call) => lineOf(arrival.site, call)));
    const found = read.flatMap((line) => line ?? []);
    take(
      found.filter((line) => joins(line.state().ring.call, joiningOf(arrival, told.facts))),
      arrival,
      told,
    );
  }

  /** Joins the ring that a delivery belongs to, or begins one. */
  function take(joined: readonly Line[], arrival: Arrival, { facts, imageUrl, status }: CallTold): void {
    const [first] = joined;
    const line = first === undefined ? ring(arrival, facts, status) : join(joined, facts, { merges: arrival.isListed });
    if (first !== undefined && status !== null && status !== 'initializing') tellStatus(line, arrival, facts, status);
    if (imageUrl !== null && pictures.told(line, imageUrl)) void picture(line, imageUrl);
    if (line.state().ring.call.guid === null && facts.guid === null) askForGuid(line);
  }

  function ring(arrival: Arrival, facts: CallFacts, status: string | null): Line {
    const { site, received, hook, bytes } = arrival;
    const identifiers = { ...facts, wordless: bytes };
    const call = freeName(callNamed(identifiers), [...known.find(site, identifiers), ...arrival.knownAs]);
    const now = clock.moment();
    const early = facts.guid === null ? [] : known.earlyStatuses(site, facts.guid);
    const first = begin(
      { ...facts, id: call, site, receivedAt: received.wall, snapshot: null, hook, bytes },
      { started: received, now, windowMs, status: early.at(-1) ?? status, confirmation: firstWord(arrival, facts) },
    );
    const step = { ...first, facts: [...first.facts, ...routed(first.ring, attendanceOf(site))] };
    return hold(openLine({ site, call, revision: 0, step }, lineParts));
  }

  /** What the vendor's list told of is the vendor's own word, though it names no panel. */
  const firstWord = ({ site, isListed }: Arrival, facts: CallFacts) =>
    isListed ? 'confirmed' : canBeChecked(site, facts) ? 'checking' : 'cannot-be-checked';

  function tellStatus(line: Line, { isListed }: Arrival, facts: Pick<CallFacts, 'guid'>, status: string): void {
    const by = facts.guid === null ? 'number' : 'guid';
    if (isListed) void line.tell({ kind: 'vendor-status', status });
    else if (hints.isNews(line, status, by)) void line.tell({ kind: 'status-told', status, by });
  }

  /** One ring gets what the delivery tells. Two rings that the vendor proves to be one call: the one that is held stays, else the one that it confirmed, else the older. */
  function join(held: readonly Line[], facts: CallFacts, { merges }: { readonly merges: boolean }): Line {
    const byAge = [...held].sort((one, other) => one.state().ring.startedMono - other.state().ring.startedMono);
    const alive = byAge.filter((line) => line.state().ring.phase !== 'ended');
    const isHeld = (line: Line) => line.state().ring.phase !== 'ringing';
    const isConfirmed = (line: Line) => line.state().ring.confirmation === 'confirmed';
    const kept = alive.find(isHeld) ?? alive.find(isConfirmed) ?? alive[0] ?? byAge[0];
    if (kept === undefined) throw new Error('A delivery was joined to no ring.');
    void kept.tell({ kind: 'delivered-again', facts });
    if (merges) for (const other of byAge) if (other !== kept) void other.tell({ kind: 'proved-same-call' });
    known.learn(kept.site, facts, kept.call);
    return kept;
  }

  /** Each address that is told is tried by itself, once; the first picture that comes is the call's. */
  async function picture(line: Line, address: string): Promise<void> {
    const { site, call } = line;
    const stillWanted = () =>
      !stopped && line.state().ring.phase !== 'ended' && line.state().ring.call.snapshot === null;
    if (!stillWanted()) return;
    const outcome = await takeSnapshot({ site, call, address, stillWanted });
    if (stopped || !isHeld(line)) return;
    const what = outcome.kind === 'taken' ? 'picture' : 'no-picture';
    journal.note(site, call, [{ what, desk: null, detail: outcome.detail }]).catch(parts.reportUnwritable);
    if (outcome.kind === 'taken') await line.tell({ kind: 'snapshot-ready', snapshot: outcome.snapshot });
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
    const same = known.find(line.site, facts).flatMap((call) => lines.get(keyOfCall(line.site, call)) ?? []);
    join([...new Set([line, ...same.filter((other) => sharesGuid(other, guid))])], facts, { merges: true });
  }

  /** A number alone may mean any call that has it: those in memory have it noted, none ends by it, and nothing is read for it. */
  async function arriveStatus(arrival: Arrival, told: CallTold & { readonly status: string }): Promise<void> {
    const { site } = arrival;
    const { facts, status } = told;
    const held = known.find(site, facts);
    const calls = new Set([...held, ...arrival.knownAs]);
    if (calls.size === 0) return arriveUnknown(arrival, told);
    for (const call of facts.guid === null && !arrival.isListed ? held : calls) {
      const line = await lineOf(site, call);
      if (line !== null && (facts.guid === null || sharesGuid(line, facts.guid)))
        tellStatus(line, arrival, facts, status);
    }
  }

  /** The word that a call rings now is as good as its delivery; any other may have overtaken it. */
  function arriveUnknown(arrival: Arrival, told: CallTold & { readonly status: string }): void {
    const { facts, status } = told;
    const { guid } = facts;
    if (status === 'initializing') arriveCall(arrival, told);
    if (status === 'initializing' || guid === null) return;
    known.keepEarly(arrival.site, guid, status);
    clock.after(keepEndedMs, () => known.dropEarly(arrival.site, guid));
  }

  const sharesGuid = (line: Line, guid: string) => {
    const its = line.state().ring.call.guid;
    return its !== null && comparableGuid(its) === comparableGuid(guid);
  };

  return {
    arrive: (arrival) => {
      const { reading } = arrival;
      if (reading.kind === 'call') arriveCall(arrival, reading);
      if (reading.kind === 'status') void arriveStatus(arrival, reading);
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
    revoke: (desk, sites) => {
      for (const line of lines.values()) {
        const { ring, site } = line.state();
        const isHeld = ring.phase === 'claimed' || ring.phase === 'talking';
        if (isHeld && ring.by.desk === desk && (sites === null || sites.includes(site)))
          void line.tell({ kind: 'holder-revoked', desk });
      }
    },
    offerPicture: (site, call, address) => {
      const line = lines.get(keyOfCall(site, call));
      if (line && pictures.offered(line, address, clock.moment().mono)) void picture(line, address);
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

/** A call that names itself by nothing is found by the bytes that began it. */
const identifiersOf = ({ guid, vendorId, bytes }: RingCall): Identifiers => ({ guid, vendorId, wordless: bytes });

/** What a delivery tells of its call. */
type CallTold = { readonly facts: CallFacts; readonly imageUrl: string | null; readonly status: string | null };

const joiningOf = ({ hook, bytes, isListed, received }: Arrival, facts: CallFacts): Joining => ({
  facts,
  hook,
  bytes,
  isListed,
  receivedAt: received.wall,
});
