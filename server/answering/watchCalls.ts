import type { CallId, SiteId } from '../../protocol/call.ts';
import { err, ok, type Result } from '../../protocol/result.ts';
import type { VendorRefusal } from '../butterflymx/rest.ts';
import { type Cancel, type Clock, deadlineIn } from '../clock.ts';
import type { CallStatus, Confirmation, RingState, VendorCall } from '../ring/ports.ts';
import { type RingCall, vendorCallOf } from '../ring/state.ts';
import type { ConfirmCalls } from './confirmCalls.ts';

/** Asks the vendor how each live call stands, because status webhooks may never come: the ring stops when it was answered elsewhere or the visitor left. */
export type CallWatch = {
  /** Told every change of a ring, and each ring that a start took up again. */
  readonly follow: (state: RingState) => void;
  readonly stop: () => void;
};

/** Why a question got no status, and how long the vendor wants us to wait before the next. */
export type WatchRefusal = Pick<VendorRefusal, 'kind' | 'retryAfterMs'>;

export type WatchParts = {
  readonly clock: Clock;
  /** Ends by its deadline and never rejects. */
  readonly callStatus: (call: VendorCall, deadline: AbortSignal) => Promise<Result<CallStatus, WatchRefusal>>;
  /** Whether the vendor knows the call at all: asked until it has named the call's panel. */
  readonly confirm: (call: VendorCall, deadline: AbortSignal) => Promise<Confirmation>;
  readonly confirming: ConfirmCalls;
  /** True when an account that we hold was called: only that one may ask. */
  readonly isOurs: (call: RingCall) => boolean;
  /** Only what differs from the last word of the same phase is told. */
  readonly tell: (site: SiteId, call: CallId, status: string) => void;
  /** Told with each answer that names the call's picture. */
  readonly offerPicture: (site: SiteId, call: CallId, address: string) => void;
};

/** In milliseconds. While it rings the vendor's own SDK learns of an end at once; a talk is ended by its media first, and by this at the latest. */
export const watching = {
  ringingMs: 1_500,
  heldMs: 5_000,
  deadlineMs: 3_500,
  /**
   * After a no of the vendor it is not asked about that call for so long; a fault of its own may be over with the next question. After a 404
   * the pauses grow up to it: a call may be told before the API knows it.
   */
  refusedMs: 10_000,
  mostAtOnce: 16,
  mostOfSiteAtOnce: 4,
} as const;

type Watched = {
  state: RingState;
  told: string;
  due: Cancel;
  isAsking: boolean;
  isWaiting: boolean;
  /** How often in a row the vendor did not know the call. */
  timesGone: number;
};

export function watchCalls({
  clock,
  callStatus,
  confirm,
  confirming,
  isOurs,
  tell,
  offerPicture,
}: WatchParts): CallWatch {
  const watched = new Map<string, Watched>();
  const underWay = new Map<SiteId, number>();
  let waiting: Watched[] = [];
  let asking = 0;
  let stopped = false;

  function follow(state: RingState): void {
    const key = `${state.site} ${state.call}`;
    const known = watched.get(key);
    if (state.ring.phase === 'ended') {
      known?.due();
      waiting = waiting.filter((other) => other !== known);
      watched.delete(key);
      confirming.forget(state);
    } else if (known === undefined) {
      const begun: Watched = { state, told: '', due: () => {}, isAsking: false, isWaiting: false, timesGone: 0 };
      watched.set(key, begun);
      askIn(begun, isConfirmed(state) ? periodOf(state) : 0);
    } else {
      const quickens = periodOf(state) < periodOf(known.state);
      known.state = state;
      if (quickens && !known.isAsking && !known.isWaiting) askIn(known, periodOf(state));
    }
  }

  function askIn(call: Watched, ms: number): void {
    call.due();
    if (stopped) return;
    call.due = clock.after(ms, () => {
      call.isWaiting = true;
      waiting.push(call);
      askWaiting();
    });
  }

  /** The longest waiting first, as far as the limits allow. */
  function askWaiting(): void {
    for (const call of waiting) {
      if (asking >= watching.mostAtOnce) return;
      if ((underWay.get(call.state.site) ?? 0) >= watching.mostOfSiteAtOnce) continue;
      waiting = waiting.filter((other) => other !== call);
      call.isWaiting = false;
      void ask(call);
    }
  }

  async function ask(call: Watched): Promise<void> {
    const { site, ring } = call.state;
    const vendorCall = vendorCallOf(ring.call);
    if (vendorCall === null || !isOurs(ring.call)) return askIn(call, periodOf(call.state));
    const began = clock.moment().mono;
    call.isAsking = true;
    asking += 1;
    underWay.set(site, (underWay.get(site) ?? 0) + 1);
    const answer = await question(call.state, vendorCall);
    underWay.set(site, (underWay.get(site) ?? 1) - 1);
    call.isAsking = false;
    asking -= 1;
    if (answer.ok) hear(call, answer.value);
    call.timesGone = !answer.ok && answer.error.kind === 'gone' ? call.timesGone + 1 : 0;
    const usual = confirming.pauseOf(call.state) ?? periodOf(call.state);
    const pause = answer.ok ? usual : pauseAfter(answer.error, usual, call.timesGone);
    if (isWatched(call)) askIn(call, Math.max(0, pause - (clock.moment().mono - began)));
    askWaiting();
  }

  /** A call that the vendor has not named a panel for is asked about at every account, and what comes is drawn from that. */
  async function question(state: RingState, call: VendorCall): Promise<Result<CallStatus, WatchRefusal>> {
    const deadline = deadlineIn(watching.deadlineMs);
    if (isConfirmed(state)) return callStatus(call, deadline);
    const answer = await confirm(call, deadline);
    confirming.heard(state, answer);
    if (answer.kind === 'known') return ok(answer.status);
    if (answer.kind === 'no-answer') return err({ kind: answer.because });
    return err({ kind: answer.kind === 'not-found' ? 'gone' : 'no-account' });
  }

  /** `initializing` is no news. The same word is told once more in another phase, where it may mean another thing. */
  function hear(call: Watched, { status, pictureUrl }: CallStatus): void {
    if (!isWatched(call)) return;
    const { site, call: id, ring } = call.state;
    if (pictureUrl !== null) offerPicture(site, id, pictureUrl);
    const word = `${ring.phase} ${status}`;
    if (status === 'initializing' || word === call.told) return;
    call.told = word;
    tell(site, id, status);
  }

  const isWatched = (call: Watched) => watched.get(`${call.state.site} ${call.state.call}`) === call;

  return {
    follow,
    stop: () => {
      stopped = true;
      for (const { due } of watched.values()) due();
    },
  };
}

/** The vendor has named its panel: from then on only how it stands is asked. */
const isConfirmed = ({ ring }: RingState) => ring.confirmation === 'confirmed' && ring.confirmedPanelId !== null;

const periodOf = ({ ring }: RingState) => (ring.phase === 'ringing' ? watching.ringingMs : watching.heldMs);

/** The vendor's own word on when to ask again goes before ours, where it is later than we would. */
function pauseAfter({ kind, retryAfterMs = 0 }: WatchRefusal, usual: number, timesGone: number): number {
  if (retryAfterMs > 0) return Math.max(usual, retryAfterMs);
  if (kind === 'gone') return Math.max(usual, Math.min(watching.ringingMs * 2 ** (timesGone - 1), watching.refusedMs));
  return kind === 'refused' || kind === 'no-account' ? watching.refusedMs : usual;
}
