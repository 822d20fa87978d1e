/** This desk's proofs: what it did with each ring. `sounding` and `connected` go at once, the rest rides behind, and all again after a lost link. */
import { type CallId, EpochMs } from '../../../protocol/call.ts';
import type { ReceiptStage, Surroundings } from '../../../protocol/proof.ts';
import type { RingView } from '../../../protocol/ring.ts';
import type { Link } from '../../link/link.ts';

export type DeskReceipts = {
  readonly prove: (callId: CallId, stage: ReceiptStage) => void;
  /** Received now, and shown once this page has painted it; `notVisible` when neither this page nor the card could be seen. */
  readonly provePainted: (view: RingView) => void;
  /** After the link came back: how far every ring has come here. */
  readonly present: () => void;
};

const mostRemembered = 200;
/** At most one message per call in this time, but for those that cannot wait. */
const rideBehindMs = 250;
/** The card's window has this long to say that it drew the ring. */
const cardMs = 600;
const atOnce: ReadonlySet<ReceiptStage> = new Set(['sounding', 'connected']);

export function makeReceipts(link: () => Pick<Link, 'ask' | 'isUp'> | null, around: () => Surroundings): DeskReceipts {
  const stages = new Map<CallId, ReceiptStage[]>();
  const waiting = new Set<CallId>();

  const send = (callId: CallId, stage: ReceiptStage) =>
    void link()?.ask('receipt', { callId, stage, at: EpochMs.parse(Date.now()), around: around() });

  function sendLater(callId: CallId): void {
    if (waiting.has(callId)) return;
    waiting.add(callId);
    setTimeout(() => {
      waiting.delete(callId);
      const last = stages
        .get(callId)
        ?.filter((stage) => !atOnce.has(stage))
        .at(-1);
      if (last !== undefined) send(callId, last);
    }, rideBehindMs);
  }

  function prove(callId: CallId, stage: ReceiptStage): void {
    const proved = stages.get(callId) ?? [];
    if (proved.includes(stage)) return;
    stages.set(callId, [...proved, stage]);
    for (const oldest of [...stages.keys()].slice(0, Math.max(0, stages.size - mostRemembered))) stages.delete(oldest);
    if (atOnce.has(stage)) send(callId, stage);
    else sendLater(callId);
  }

  return {
    prove,
    provePainted: ({ call }) => {
      prove(call.id, 'received');
      afterPaint(window, () => prove(call.id, 'shown'));
      if (document.visibilityState === 'hidden')
        setTimeout(() => {
          if (!stages.get(call.id)?.includes('shown')) prove(call.id, 'notVisible');
        }, cardMs);
    },
    present: () => {
      const calls = [...stages].flatMap(([callId, proved]) => proved.slice(-1).map((stage) => ({ callId, stage })));
      if (calls.length > 0) void link()?.ask('present', { calls });
    },
  };
}

/** Runs once the document of this window has been painted: two frames later, and never while nobody can see it. */
export function afterPaint(of: Window, painted: () => void): void {
  of.requestAnimationFrame(() => of.requestAnimationFrame(painted));
}
