import { useEffect, useRef, useState } from 'react';
import type { CallId } from '../../../protocol/call.ts';
import type { VendorStep } from '../../../protocol/vendorStep.ts';
import type { DeskActs, DeskModel } from '../model.ts';

/** At most two questions a second. */
const leastBetweenMs = 500;
/** What follows from a change of the ring is over a moment after it. */
const askAfterMs = [0, 1_000, 3_000] as const;

/** The steps of the call that this desk is in, that rings newest, or that was last: asked again at each change of it. */
export function useSteps({ state, conversation }: DeskModel, acts: Pick<DeskActs, 'steps' | 'history'>) {
  const [steps, setSteps] = useState<readonly VendorStep[]>([]);
  const last = useRef<CallId | null>(null);
  const asked = useRef(Number.NEGATIVE_INFINITY);
  const ring =
    state.rings.find(({ view }) => conversation.phase !== 'none' && view.call.id === conversation.callId) ??
    state.rings.findLast(({ view }) => view.phase !== 'ended') ??
    state.rings.at(-1);
  const shown = ring === undefined ? '' : `${ring.view.call.id} ${ring.view.revision}`;
  const callId = ring?.view.call.id ?? null;
  const { identity } = state;

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new revision, or a new picture, is what it waits for
  useEffect(() => {
    let isOver = false;
    async function ask(): Promise<void> {
      asked.current = performance.now();
      const wanted = callId ?? last.current ?? (await acts.history())?.[0]?.id ?? null;
      last.current = wanted;
      const told = wanted === null ? [] : await acts.steps(wanted);
      if (isOver || told === null) return;
      if (told.length === 0 && callId === null) last.current = null;
      setSteps(told);
    }
    const early = Math.max(0, asked.current + leastBetweenMs - performance.now());
    const timers = askAfterMs.map((ms) => setTimeout(() => void ask(), ms + early));
    return () => {
      isOver = true;
      for (const timer of timers) clearTimeout(timer);
    };
  }, [shown, identity, acts]);

  return steps;
}
