/** What a delivery does to the rings: it joins the one that it belongs to, or begins one. */
import type { CallId, SiteId } from '../../protocol/call.ts';
import type { Clock } from '../clock.ts';
import type { Arrival, Proposal } from './arrival.ts';
import { type HeldRings, keepEndedMs } from './heldRings.ts';
import { aliasesOf, callNamed, comparableGuid, freeName } from './identity.ts';
import { type Joining, joins } from './joining.ts';
import { newHints } from './newHints.ts';
import type { AttendanceOf, Intercom } from './ports.ts';
import type { RingQueue } from './queue.ts';
import { begin } from './ring.ts';
import { routed } from './routing.ts';
import type { CallFacts } from './state.ts';
import { inTurns } from './turns.ts';

export type ArrivalsParts = {
  readonly rings: HeldRings;
  readonly intercom: Pick<Intercom, 'guidOf'>;
  readonly attendanceOf: AttendanceOf;
  /** An account speaks for the site that can tell whether ButterflyMX knows a call. */
  readonly canBeChecked: (site: SiteId, call: CallFacts) => boolean;
  /** A delivery names a picture of this call. */
  readonly pictureTold: (queue: RingQueue, address: string) => void;
  readonly clock: Clock;
  readonly windowMs: number;
  readonly reportUnwritable: (error: unknown) => void;
};

export type Arrivals = {
  /** What a delivery of a call that nobody holds would begin; null where it belongs to a ring, or waits for its turn. */
  readonly propose: (arrival: Omit<Arrival, 'begun'>, told: CallTold) => Proposal | null;
  readonly call: (arrival: Arrival, told: CallTold) => void;
  readonly status: (arrival: Arrival, told: StatusTold) => Promise<void>;
  /** A call known by its number alone cannot be answered: its guid is looked for while it rings. */
  readonly askForGuid: (queue: RingQueue) => void;
};

/** What a delivery tells of its call. */
export type CallTold = { readonly facts: CallFacts; readonly imageUrl: string | null; readonly status: string | null };
export type StatusTold = CallTold & { readonly status: string };

const askGuidEveryMs = 1_500;

export function makeArrivals(parts: ArrivalsParts): Arrivals {
  const { rings, intercom, attendanceOf, canBeChecked, clock, windowMs } = parts;
  const { known } = rings;
  const hints = newHints();
  const turns = inTurns(parts.reportUnwritable);

  /** One after another where they share a word, for what is read of one decides what the next one is. */
  function arriveCall(arrival: Arrival, told: CallTold): void {
    const words = aliasesOf({ ...told.facts, wordless: arrival.bytes }).map((alias) => `${arrival.site} ${alias}`);
    turns.take(words, () => arriveNext(arrival, told));
  }

  /** At once when the call is in memory or is new; null then. */
  function arriveNext(arrival: Arrival, told: CallTold): Promise<void> | null {
    const { site, knownAs } = arrival;
    const held = rings.named(site, { ...told.facts, wordless: arrival.bytes });
    const joined = held.filter((queue) => joins(queue.state().ring.call, joiningOf(arrival, told.facts)));
    const unread = knownAs.filter((call) => !held.some((queue) => queue.call === call));
    if (joined.length === 0 && unread.length > 0) return arriveKnown(arrival, told, unread);
    take(joined, arrival, told);
    return null;
  }

  async function arriveKnown(arrival: Arrival, told: CallTold, calls: readonly CallId[]): Promise<void> {
    const read = await Promise.all(calls.map((call) => rings.of(arrival.site, call)));
    const found = read.flatMap((queue) => queue ?? []);
    const joined = found.filter((queue) => joins(queue.state().ring.call, joiningOf(arrival, told.facts)));
    take(joined, arrival, told);
  }

  /** Joins the ring that a delivery belongs to, or begins one. */
  function take(joined: readonly RingQueue[], arrival: Arrival, { facts, imageUrl, status }: CallTold): void {
    const [first] = joined;
    if (first !== undefined && arrival.begun?.isStored) endTwin(arrival, facts, status);
    const queue =
      first === undefined ? ring(arrival, facts, status) : join(joined, facts, { merges: arrival.isListed });
    if (first !== undefined && status !== null && status !== 'initializing') tellStatus(queue, arrival, facts, status);
    if (imageUrl !== null) parts.pictureTold(queue, imageUrl);
    if (queue.state().ring.call.guid === null && facts.guid === null) askForGuid(queue);
  }

  function ring(arrival: Arrival, facts: CallFacts, status: string | null): RingQueue {
    const { site, begun } = arrival;
    if (begun === null) return rings.open({ site, revision: 0, ...firstStep(arrival, facts, status) });
    const { record, step, isStored, stored } = begun;
    return rings.open({ site, call: record.call, revision: 0, step, first: { isStored, stored } });
  }

  /** While its step was stored, the vendor proved that its call is one that rings already. */
  function endTwin(arrival: Arrival, facts: CallFacts, status: string | null): void {
    void ring(arrival, facts, status).tell({ kind: 'proved-same-call' });
  }

  function propose(arrival: Omit<Arrival, 'begun'>, { facts, status }: CallTold): Proposal | null {
    const { site, bytes } = arrival;
    const identifiers = { ...facts, wordless: bytes };
    if (known.find(site, identifiers).length > 0) return null;
    const { call, step } = firstStep(arrival, facts, status);
    const at = clock.moment().wall;
    return { step, record: { site, call, fromRevision: 0, revision: 1, ring: step.ring, facts: step.facts, at } };
  }

  function firstStep(arrival: Omit<Arrival, 'begun'>, facts: CallFacts, status: string | null) {
    const { site, received, hook, bytes } = arrival;
    const identifiers = { ...facts, wordless: bytes };
    const call = freeName(callNamed(identifiers), [...known.find(site, identifiers), ...arrival.knownAs]);
    const now = clock.moment();
    const early = facts.guid === null ? [] : known.earlyStatuses(site, facts.guid);
    const first = begin(
      { ...facts, id: call, site, receivedAt: received.wall, snapshot: null, hook, bytes },
      { started: received, now, windowMs, status: early.at(-1) ?? status, confirmation: firstWord(arrival, facts) },
    );
    return { call, step: { ...first, facts: [...first.facts, ...routed(first.ring, attendanceOf(site))] } };
  }

  /** What the vendor's list told of is the vendor's own word, though it names no panel. */
  const firstWord = ({ site, isListed }: Pick<Arrival, 'site' | 'isListed'>, facts: CallFacts) =>
    isListed ? 'confirmed' : canBeChecked(site, facts) ? 'checking' : 'cannot-be-checked';

  function tellStatus(queue: RingQueue, { isListed }: Arrival, facts: Pick<CallFacts, 'guid'>, status: string): void {
    const by = facts.guid === null ? 'number' : 'guid';
    if (isListed) void queue.tell({ kind: 'vendor-status', status });
    else if (hints.isNews(queue, status, by)) void queue.tell({ kind: 'status-told', status, by });
  }

  /** One ring gets what the delivery tells. Two rings that the vendor proves to be one call: the one that is held stays, else the one that it confirmed, else the older. */
  function join(joined: readonly RingQueue[], facts: CallFacts, { merges }: { readonly merges: boolean }): RingQueue {
    const byAge = [...joined].sort((one, other) => one.state().ring.startedMono - other.state().ring.startedMono);
    const kept = keptOf(byAge);
    void kept.tell({ kind: 'delivered-again', facts });
    if (merges) for (const other of byAge) if (other !== kept) void other.tell({ kind: 'proved-same-call' });
    known.learn(kept.site, facts, kept.call);
    return kept;
  }

  function askForGuid(queue: RingQueue): void {
    const { guid, vendorId } = queue.state().ring.call;
    if (rings.isStopped() || guid !== null || vendorId === null || queue.state().ring.phase !== 'ringing') return;
    void intercom.guidOf(queue.site, vendorId).then((found) => {
      if (found === null) clock.after(askGuidEveryMs, () => askForGuid(queue));
      else proveGuid(queue, found);
    });
  }

  function proveGuid(queue: RingQueue, guid: string): void {
    const facts: CallFacts = { ...queue.state().ring.call, guid };
    const same = rings.named(queue.site, facts).filter((other) => sharesGuid(other, guid));
    join([...new Set([queue, ...same])], facts, { merges: true });
  }

  /** A number alone may mean any call that has it: those in memory have it noted, none ends by it, and nothing is read for it. */
  async function arriveStatus(arrival: Arrival, told: StatusTold): Promise<void> {
    const { site } = arrival;
    const { facts, status } = told;
    const held = known.find(site, facts);
    const calls = new Set([...held, ...arrival.knownAs]);
    if (calls.size === 0) return arriveUnknown(arrival, told);
    for (const call of facts.guid === null && !arrival.isListed ? held : calls) {
      const queue = await rings.of(site, call);
      if (queue !== null && (facts.guid === null || sharesGuid(queue, facts.guid)))
        tellStatus(queue, arrival, facts, status);
    }
  }

  /** The word that a call rings now is as good as its delivery; any other may have overtaken it. */
  function arriveUnknown(arrival: Arrival, told: StatusTold): void {
    const { facts, status } = told;
    const { guid } = facts;
    if (status === 'initializing') arriveCall(arrival, told);
    if (status === 'initializing' || guid === null) return;
    known.keepEarly(arrival.site, guid, status);
    clock.after(keepEndedMs, () => known.dropEarly(arrival.site, guid));
  }

  return { propose, call: arriveCall, status: arriveStatus, askForGuid };
}

/** Of rings of one call, the oldest first: the one that goes on. */
function keptOf(byAge: readonly RingQueue[]): RingQueue {
  const alive = byAge.filter((queue) => queue.state().ring.phase !== 'ended');
  const isHeld = (queue: RingQueue) => queue.state().ring.phase !== 'ringing';
  const isConfirmed = (queue: RingQueue) => queue.state().ring.confirmation === 'confirmed';
  const kept = alive.find(isHeld) ?? alive.find(isConfirmed) ?? alive[0] ?? byAge[0];
  if (kept === undefined) throw new Error('A delivery was joined to no ring.');
  return kept;
}

function sharesGuid(queue: RingQueue, guid: string): boolean {
  const its = queue.state().ring.call.guid;
  return its !== null && comparableGuid(its) === comparableGuid(guid);
}

const joiningOf = ({ hook, bytes, isListed, received }: Arrival, facts: CallFacts): Joining => ({
  facts,
  hook,
  bytes,
  isListed,
  receivedAt: received.wall,
});
