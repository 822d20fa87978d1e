/** One ring on its way through time: events one after another, each decided, journalled, and only then shown. */
import type { CallId, SiteId } from '../../protocol/call.ts';
import type { RingFact } from '../../protocol/fact.ts';
import type { Cancel, Clock } from '../clock.ts';
import { within } from '../within.ts';
import type { Begun } from './arrival.ts';
import type { RingEffect, RingEvent, RingReply, RingStep } from './events.ts';
import type { Journal } from './journal.ts';
import type { RingState } from './ports.ts';
import { advance, nextDue } from './ring.ts';
import { stallMs } from './stall.ts';
import type { Ring } from './state.ts';

/** What the one who asked is told, and whether the journal has it. */
export type Told = { readonly reply: RingReply; readonly state: RingState };

/** Every event of one ring, in the order in which it came. */
export type RingQueue = {
  readonly site: SiteId;
  readonly call: CallId;
  /** The ring as everybody may see it. */
  readonly state: () => RingState;
  /** Resolves once the event is decided and its step stored, or known not to be; never rejects. */
  readonly tell: (event: RingEvent) => Promise<Told>;
  readonly stop: () => void;
};

export type QueueParts = {
  readonly journal: Pick<Journal, 'step' | 'read' | 'note'>;
  readonly clock: Clock;
  readonly changed: (state: RingState, before: Ring | null) => void;
  readonly perform: (effect: RingEffect, queue: RingQueue) => void;
  readonly reportUnwritable: (error: unknown) => void;
};

/** A ring just begun (`revision` 0) or one that the journal has. */
export type QueueStart = {
  readonly site: SiteId;
  readonly call: CallId;
  readonly revision: number;
  readonly step: RingStep;
  /** How the first step stands that went to the journal with the ring's delivery; without it, it is still to be stored. */
  readonly first?: Pick<Begun, 'isStored' | 'stored'>;
};

const retryMs = 1_000;
const mostOvertakings = 20;

type Outcome = 'stored' | 'overtaken' | 'unwritable';
/** A write that has not come back: what is decided meanwhile is shown as unrecorded and written after it. */
type Hanging = { readonly revision: number; readonly facts: readonly RingFact[] };

export function openQueue(
  start: QueueStart,
  { journal, clock, changed, perform, reportUnwritable }: QueueParts,
): RingQueue {
  const { site, call } = start;
  let state: RingState = { site, call, revision: start.revision, ring: start.step.ring, unrecorded: false };
  let storedRevision = start.revision;
  let unstored: readonly RingFact[] = [];
  let hanging: Hanging | null = null;
  let due: Cancel = () => {};
  let stopped = false;

  const queue: RingQueue = { site, call, state: () => state, tell: (event) => enqueue(() => decide(event)), stop };
  let tail: Promise<unknown> = Promise.resolve();
  function enqueue<T>(job: () => Promise<T>): Promise<T> {
    const run = tail.then(job);
    tail = run;
    return run;
  }

  async function decide(event: RingEvent): Promise<Told> {
    for (let turn = 0; turn < mostOvertakings; turn++) {
      const step = advance(state.ring, event, clock.moment());
      if (step.ring !== state.ring) {
        if (await store(step)) return { reply: step.reply, state };
      } else if (step.reply?.outcome !== 'yours' || !(await isBehind())) {
        return settleUnchanged(step);
      }
    }
    reportUnwritable(new Error('A step was overtaken too often.'));
    return { reply: null, state };
  }

  /** "Yours" is never said from memory alone: another relay may have ended the call meanwhile. */
  async function isBehind(): Promise<boolean> {
    if (state.unrecorded) return false;
    const stored = await within(clock, stallMs, journal.read(site, call));
    if (stored === 'late' || stored === null || stored.revision === storedRevision) return false;
    await reread();
    return true;
  }

  function settleUnchanged(step: RingStep): Told {
    if (state.unrecorded) unstored = [...unstored, ...step.facts];
    else if (step.facts.length > 0) journal.note(site, call, step.facts).catch(reportUnwritable);
    for (const effect of step.effects) perform(effect, queue);
    return { reply: step.reply, state };
  }

  /** False when somebody else decided first; the ring is then as they left it. */
  async function store(step: RingStep): Promise<boolean> {
    const revision = state.revision + 1;
    const facts = [...unstored, ...step.facts];
    if (hanging !== null) {
      unstored = facts;
      showStep(step, revision, { unrecorded: true });
      return true;
    }
    const at = clock.moment().wall;
    const write = journal
      .step({ site, call, fromRevision: storedRevision, revision, ring: step.ring, facts, at })
      .catch((error: unknown): Outcome => {
        reportUnwritable(error);
        return 'unwritable';
      });
    const outcome = await within(clock, stallMs, write);
    if (outcome === 'overtaken') return reread();
    if (outcome === 'late') awaitWrite(write, { revision, facts });
    else settle(outcome, revision, facts);
    showStep(step, revision, { unrecorded: outcome !== 'stored' });
    return true;
  }

  function settle(outcome: 'stored' | 'unwritable', revision: number, facts: readonly RingFact[]): void {
    if (outcome === 'stored') {
      storedRevision = revision;
      unstored = [];
      return;
    }
    unstored = facts;
    clock.after(retryMs, () => void enqueue(storeAgain));
  }

  function showStep(step: RingStep, revision: number, { unrecorded }: Pick<RingState, 'unrecorded'>): void {
    show({ ...state, revision, ring: step.ring, unrecorded });
    for (const effect of step.effects) perform(effect, queue);
  }

  /** Until it is known what became of a write, no other is begun: it may still be stored. */
  function awaitWrite(write: Promise<Outcome>, { revision, facts }: Hanging): void {
    hanging = { revision, facts };
    unstored = [];
    void write.then((outcome) =>
      enqueue(async () => {
        hanging = null;
        if (outcome === 'stored') storedRevision = revision;
        else unstored = [...facts, ...unstored];
        if (outcome === 'unwritable') clock.after(retryMs, () => void enqueue(storeAgain));
        else await storeAgain();
      }),
    );
  }

  /** The first step went to the journal with its delivery. */
  async function beginWith(step: RingStep, { isStored, stored }: Pick<Begun, 'isStored' | 'stored'>): Promise<void> {
    const write = stored.then((is): Outcome => (is ? 'stored' : 'unwritable'));
    if (isStored) settle('stored', 1, []);
    else awaitWrite(write, { revision: 1, facts: step.facts });
    showStep(step, 1, { unrecorded: !isStored });
  }

  async function reread(): Promise<false> {
    const stored = await journal.read(site, call);
    if (stored !== null) {
      storedRevision = stored.revision;
      if (endedHere(stored.ring)) {
        state = { ...state, revision: Math.max(stored.revision, state.revision) };
        return false;
      }
      show({ ...state, revision: Math.max(stored.revision, state.revision + 1), ring: stored.ring, unrecorded: false });
    }
    return false;
  }

  /** Desks were told of an end that the journal could not take, and elsewhere it still rings: the end stands. Whoever holds it keeps it. */
  const endedHere = (stored: Ring) => state.unrecorded && state.ring.phase === 'ended' && stored.phase === 'ringing';

  /** What rings from memory is stored as soon as the journal writes again; then its mark goes. */
  async function storeAgain(): Promise<void> {
    for (let turn = 0; turn < mostOvertakings && state.unrecorded && hanging === null && !stopped; turn++)
      if (await store({ ring: state.ring, facts: [], effects: [], reply: null })) return;
  }

  function show(next: RingState): void {
    const before = state.revision === 0 ? null : state.ring;
    state = next;
    schedule();
    changed(next, before);
  }

  function schedule(): void {
    due();
    const at = nextDue(state.ring);
    if (at === null || stopped) return;
    due = clock.after(at - clock.moment().mono, () => void queue.tell({ kind: 'ticked' }));
  }

  function stop(): void {
    stopped = true;
    due();
  }

  const { first } = start;
  if (start.revision > 0) schedule();
  else void enqueue<unknown>(() => (first === undefined ? store(start.step) : beginWith(start.step, first)));
  return queue;
}
