import { connectDeadlineMs, type Quality, type SessionEnd, type SessionEvents } from './session.ts';

export type SessionLife = {
  readonly isOver: () => boolean;
  readonly isConnected: () => boolean;
  readonly connected: () => void;
  /** The line of one of those who take part is interrupted, or whole again; the session is whole when all are. */
  readonly interrupted: (whose: string) => void;
  readonly mended: (whose: string) => void;
  readonly quality: (quality: Quality) => void;
  readonly end: (why: SessionEnd) => void;
  readonly leave: () => void;
};

/** What every session has: `connected` once and within the deadline, `over` once and last, nothing after `leave`. */
export function sessionLife(
  events: SessionEvents,
  { free, late }: { readonly free: () => void; readonly late: () => SessionEnd },
): SessionLife {
  let phase: 'joining' | 'connected' | 'over' = 'joining';
  let quality: Quality = 'good';
  const broken = new Set<string>();
  const deadline = setTimeout(() => end(late()), connectDeadlineMs);

  function leave(): void {
    if (phase === 'over') return;
    phase = 'over';
    clearTimeout(deadline);
    free();
  }
  function end(why: SessionEnd): void {
    if (phase === 'over') return;
    leave();
    events.over(why);
  }

  return {
    isOver: () => phase === 'over',
    isConnected: () => phase === 'connected',
    connected: () => {
      if (phase !== 'joining') return;
      phase = 'connected';
      clearTimeout(deadline);
      events.connected();
    },
    interrupted: (whose) => {
      if (phase !== 'connected' || broken.has(whose)) return;
      broken.add(whose);
      if (broken.size === 1) events.reconnecting();
    },
    mended: (whose) => {
      if (broken.delete(whose) && broken.size === 0 && phase === 'connected') events.reconnected();
    },
    quality: (next) => {
      if (phase !== 'connected' || next === quality) return;
      quality = next;
      events.quality(next);
    },
    end,
    leave,
  };
}
