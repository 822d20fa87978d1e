/** Presses of door buttons: each is asked once, and its state stays on its own button. */
import { type CallId, type DoorId, PressId } from '../../protocol/call.ts';
import type { Link } from '../link/link.ts';
import type { PageMs } from './state.ts';

/** What a door button shows under its name. */
export type DoorPress =
  | { readonly phase: 'opening' }
  | { readonly phase: 'accepted' }
  | { readonly phase: 'confirmed' }
  | { readonly phase: 'unknown' }
  | { readonly phase: 'refused'; readonly because: string };

export type KnownPress = {
  readonly callId: CallId;
  readonly door: DoorId;
  readonly at: PageMs;
  readonly press: DoorPress;
};

/** The answer is not awaited longer; what became of the press is then unknown, and it is never repeated. */
const shownMs = 20_000;

export type DoorPresses = {
  readonly all: () => readonly KnownPress[];
  readonly open: (callId: CallId, door: DoorId) => Promise<void>;
  readonly forgetPast: (now: PageMs) => void;
};

export function makeDoorPresses(
  link: () => Pick<Link, 'ask'> | null,
  now: () => PageMs,
  changed: () => void,
): DoorPresses {
  let presses: readonly KnownPress[] = [];
  const set = (callId: CallId, door: DoorId, press: DoorPress) => {
    presses = [
      ...presses.filter((known) => known.callId !== callId || known.door !== door),
      { callId, door, at: now(), press },
    ];
    changed();
  };
  return {
    all: () => presses,
    open: async (callId, doorId) => {
      if (presses.some((known) => known.callId === callId && known.door === doorId && known.press.phase === 'opening'))
        return;
      set(callId, doorId, { phase: 'opening' });
      const reply = await link()?.ask('openDoor', { pressId: PressId.parse(crypto.randomUUID()), doorId, callId });
      if (reply === undefined) set(callId, doorId, { phase: 'refused', because: 'no-connection' });
      else if (reply.outcome !== 'refused')
        set(callId, doorId, { phase: reply.outcome === 'sent' ? 'accepted' : reply.outcome });
      else
        set(
          callId,
          doorId,
          reply.because === 'failed' ? { phase: 'unknown' } : { phase: 'refused', because: reply.because },
        );
    },
    forgetPast: (at) => {
      const stay = presses.filter((known) => known.press.phase === 'opening' || at < known.at + shownMs);
      if (stay.length === presses.length) return;
      presses = stay;
      changed();
    },
  };
}
