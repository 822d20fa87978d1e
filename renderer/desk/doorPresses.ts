/** Presses of door buttons: each is asked once, and its state stays on its own button. */
import { type CallId, type DoorId, PressId } from '../../protocol/call.ts';
import type { PressNews } from '../../protocol/desk.ts';
import type { Link } from '../link/link.ts';
import type { PageMs } from './state.ts';

/** What a door button shows under its name. */
export type DoorPress =
  | { readonly phase: 'opening' }
  | { readonly phase: 'accepted' }
  | { readonly phase: 'confirmed' }
  | { readonly phase: 'not-confirmed' }
  | { readonly phase: 'unknown' }
  | { readonly phase: 'refused'; readonly because: string };

export type KnownPress = {
  readonly pressId: PressId;
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
  /** The relay tells what became of a press after its answer. */
  readonly hear: (news: PressNews) => void;
  readonly forgetPast: (now: PageMs) => void;
};

export function makeDoorPresses(
  link: () => Pick<Link, 'ask'> | null,
  now: () => PageMs,
  changed: () => void,
): DoorPresses {
  let presses: readonly KnownPress[] = [];
  const set = (asked: Pick<KnownPress, 'pressId' | 'callId' | 'door'>, press: DoorPress) => {
    const others = presses.filter((known) => known.callId !== asked.callId || known.door !== asked.door);
    presses = [...others, { ...asked, at: now(), press }];
    changed();
  };
  return {
    all: () => presses,
    hear: ({ pressId, outcome }) => {
      const known = presses.find((press) => press.pressId === pressId);
      if (known !== undefined) set(known, { phase: outcome });
    },
    open: async (callId, doorId) => {
      if (presses.some((known) => known.callId === callId && known.door === doorId && known.press.phase === 'opening'))
        return;
      const asked = { pressId: PressId.parse(crypto.randomUUID()), callId, door: doorId };
      set(asked, { phase: 'opening' });
      const reply = await link()?.ask('openDoor', { pressId: asked.pressId, doorId, callId });
      if (reply === undefined) set(asked, { phase: 'refused', because: 'no-connection' });
      else if (reply.outcome !== 'refused')
        set(asked, { phase: reply.outcome === 'sent' ? 'accepted' : reply.outcome });
      else set(asked, reply.because === 'failed' ? { phase: 'unknown' } : { phase: 'refused', because: reply.because });
    },
    forgetPast: (at) => {
      const stay = presses.filter((known) => known.press.phase === 'opening' || at < known.at + shownMs);
      if (stay.length === presses.length) return;
      presses = stay;
      changed();
    },
  };
}
