/** Presses of door buttons: each is asked once, and its state stays on its own button. */
import { type CallId, type DoorId, EpochMs, PressId, type Site } from '../../../protocol/call.ts';
import type { PressNews } from '../../../protocol/desk.ts';
import type { DoorReply } from '../../../protocol/replies.ts';
import type { Link } from '../../link/link.ts';
import type { PageMs } from '../state.ts';

/** What a door button shows under its name. */
export type DoorPress =
  | { readonly phase: 'opening' }
  | { readonly phase: 'accepted' }
  /** `at` is when the vendor's log says that it opened. */
  | { readonly phase: 'confirmed'; readonly at: EpochMs }
  | { readonly phase: 'not-confirmed' }
  | { readonly phase: 'unknown' }
  | { readonly phase: 'refused'; readonly because: string };

/** A door as staff press it: from a call, or without one (`callId` null). */
export type PressedDoor = {
  readonly callId: CallId | null;
  readonly door: DoorId;
  readonly name: string;
  readonly site: Site;
};

export type KnownPress = PressedDoor & {
  readonly pressId: PressId;
  readonly at: PageMs;
  readonly press: DoorPress;
};

/** The answer is not awaited longer; what became of the press is then unknown, and it is never repeated. */
const shownMs = 20_000;

export type DoorPresses = {
  readonly all: () => readonly KnownPress[];
  readonly open: (pressed: PressedDoor) => Promise<void>;
  /** The relay tells what became of a press after its answer. */
  readonly hear: (news: PressNews) => void;
  readonly forgetPast: (now: PageMs) => void;
};

export type DoorPressParts = {
  readonly link: () => Pick<Link, 'ask'> | null;
  readonly now: () => PageMs;
  readonly changed: (press: KnownPress | null) => void;
};

export function makeDoorPresses({ link, now, changed }: DoorPressParts): DoorPresses {
  let presses: readonly KnownPress[] = [];
  const set = (asked: PressedDoor & { readonly pressId: PressId }, press: DoorPress) => {
    const next = { ...asked, at: now(), press };
    presses = [...presses.filter((known) => !isSameDoor(known, asked)), next];
    changed(next);
  };
  return {
    all: () => presses,
    hear: ({ pressId, outcome, at }) => {
      const known = presses.find((press) => press.pressId === pressId);
      if (known !== undefined) set(known, outcome === 'confirmed' ? { phase: outcome, at } : { phase: outcome });
    },
    open: async (pressed) => {
      if (presses.some((known) => isSameDoor(known, pressed) && known.press.phase === 'opening')) return;
      const asked = { ...pressed, pressId: PressId.parse(crypto.randomUUID()) };
      const { pressId, door, callId } = asked;
      set(asked, { phase: 'opening' });
      const reply = await link()?.ask('openDoor', { pressId, doorId: door, ...(callId === null ? {} : { callId }) });
      /** A log that was quicker than the answer has said all. */
      if (presses.some((known) => known.pressId === pressId && known.press.phase === 'confirmed')) return;
      set(asked, pressOf(reply));
    },
    forgetPast: (at) => {
      const stay = presses.filter((known) => known.press.phase === 'opening' || at < known.at + shownMs);
      if (stay.length === presses.length) return;
      presses = stay;
      changed(null);
    },
  };
}

function pressOf(reply: DoorReply | undefined): DoorPress {
  if (reply === undefined) return { phase: 'refused', because: 'no-connection' };
  switch (reply.outcome) {
    case 'sent':
    case 'accepted':
      return { phase: 'accepted' };
    case 'confirmed':
      return { phase: 'confirmed', at: EpochMs.parse(Date.now()) };
    case 'unknown':
      return { phase: 'unknown' };
    case 'refused':
      return reply.because === 'failed' ? { phase: 'unknown' } : { phase: 'refused', because: reply.because };
  }
}

const isSameDoor = (one: Pick<PressedDoor, 'callId' | 'door'>, other: Pick<PressedDoor, 'callId' | 'door'>) =>
  one.callId === other.callId && one.door === other.door;
