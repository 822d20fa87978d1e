/** One ring on its way through time: events one after another, each decided, journalled, and only then shown. */
import type { CallId, SiteId } from '../../protocol/call.ts';
import type { Cancel, Clock } from '../clock.ts';
import type { RingEffect, RingEvent, RingFact, RingReply, RingStep } from './events.ts';
import type { Journal } from './journal.ts';
import type { RingState } from './ports.ts';
import { advance, nextDue } from './ring.ts';
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

/** A ring just begun (`revision` 0, its first step still to be stored) or one that the journal has. */
export type QueueStart = {
  readonly site: SiteId;
  readonly call: CallId;
  readonly revision: number;
  readonly step: RingStep;
};

const retryMs = 1_000;
const mostOvertakings = 20;

export function openQueue(
  start: QueueStart,
  { journal, clock, changed, perform, reportUnwritable }: QueueParts,
): RingQueue {
  const { site, call } = start;
  let state: RingState = { site, call, revision: start.revision, ring: start.step.ring, unrecorded: false };
  let storedRevision = start.revision;
  let unstored: readonly RingFact[] = [];
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
    const stored = await journal.read(site, call);
    if (stored === null || stored.revision === storedRevision) return false;
    await reread();
    return true;
  }

  function settleUnchanged(step: RingStep): Told {
    if (step.facts.length > 0) journal.note(site, call, step.facts).catch(reportUnwritable);
    for (const effect of step.effects) perform(effect, queue);
    return { reply: step.reply, state };
  }

  /** False when somebody else decided first; the ring is then as they left it. */
  async function store(step: RingStep): Promise<boolean> {
    const revision = state.revision + 1;
    const facts = [...unstored, ...step.facts];
    const record = {
      site,
      call,
      fromRevision: storedRevision,
      revision,
      ring: step.ring,
      facts,
      at: clock.moment().wall,
    };
    const outcome = await journal.step(record).catch((error: unknown) => {
      reportUnwritable(error);
      return 'unwritable' as const;
    });
    if (outcome === 'overtaken') return reread();
    if (outcome === 'stored') {
      storedRevision = revision;
      unstored = [];
    } else {
      unstored = facts;
      clock.after(retryMs, () => void enqueue(storeAgain));
    }
    show({ ...state, revision, ring: step.ring, unrecorded: outcome === 'unwritable' });
    for (const effect of step.effects) perform(effect, queue);
    return true;
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
    for (let turn = 0; turn < mostOvertakings && state.unrecorded && !stopped; turn++)
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

  if (start.revision === 0) void enqueue(() => store(start.step));
  else schedule();
  return queue;
}
