import { useCallback, useEffect, useRef, useState } from 'react';
import { type CallState, leave, type Placed, type Press, press, readState } from './call.ts';
import { joinRoom } from './room.ts';

/** What the panel shows of its call. */
export type PanelPhase = 'idle' | 'calling' | 'connected' | 'unanswered' | 'ended' | 'refused';

export type PanelCall = {
  readonly phase: PanelPhase;
  readonly doorOpened: number;
  /** When the button was pressed, for the time on the screen; null when idle. */
  readonly since: number | null;
  readonly remote: MediaStream | null;
  /** A desk answered, and neither picture nor sound gets through to it. */
  readonly isBlocked: boolean;
  readonly call: (wanted: Press, media: MediaStream) => Promise<void>;
  readonly hangUp: () => void;
};

const askEveryMs = 400;
/** How long the last words stay before the panel is idle again. */
const lastWordsMs = 6_000;

export function useCall(): PanelCall {
  const [phase, setPhase] = useState<PanelPhase>('idle');
  const [placed, setPlaced] = useState<Placed | null>(null);
  const [doorOpened, setDoorOpened] = useState(0);
  const [since, setSince] = useState<number | null>(null);
  const [remote, setRemote] = useState<MediaStream | null>(null);
  const [isBlocked, setBlocked] = useState(false);
  const media = useRef<MediaStream | null>(null);

  const call = useCallback(async (wanted: Press, stream: MediaStream) => {
    media.current = stream;
    setPhase('calling');
    setSince(performance.now());
    setDoorOpened(0);
    setBlocked(false);
    const answer = await press(wanted);
    if (answer === null) setPhase('refused');
    setPlaced(answer);
  }, []);

  const hangUp = useCallback(() => {
    if (placed) leave(placed);
    setPlaced(null);
    setPhase('idle');
    setSince(null);
  }, [placed]);

  useEffect(() => {
    if (placed === null || media.current === null) return;
    const room = joinRoom(placed, media.current, { heard: setRemote, blocked: setBlocked });
    let isLeft = false;
    const timer = setInterval(() => {
      void readState(placed).then((state) => {
        if (state === null || isLeft) return;
        setDoorOpened(state.doorOpened);
        const next = phaseOf(state);
        setPhase(next);
        if (next === 'unanswered' || next === 'ended') setPlaced(null);
      });
    }, askEveryMs);
    return () => {
      isLeft = true;
      clearInterval(timer);
      room.leave();
    };
  }, [placed]);

  useEffect(() => {
    if (phase !== 'unanswered' && phase !== 'ended' && phase !== 'refused') return;
    const timer = setTimeout(() => setPhase('idle'), lastWordsMs);
    return () => clearTimeout(timer);
  }, [phase]);

  return { phase, doorOpened, since, remote, isBlocked, call, hangUp };
}

function phaseOf({ status, active, over }: CallState): PanelPhase {
  if (over) return active ? 'ended' : 'unanswered';
  if (status === 'initializing') return 'calling';
  return 'connected';
}
