import { io, type Socket } from 'socket.io-client';
import type { Picture } from '../../protocol/picture.ts';
import type { RingView } from '../../protocol/ring.ts';

/** A desk that comes back by itself, with the waits of the page's own link; it remembers every phase of every call that it was shown. */
export type StandingDesk = {
  readonly socket: Socket;
  readonly pictures: () => number;
  readonly newest: () => Picture | null;
  /** The phases that it saw of a call, in order, repeats left out. */
  readonly phasesOf: (call: string) => readonly string[];
  /** Every call that it was shown, as of now. */
  readonly seen: () => ReadonlySet<string>;
  readonly hasSeen: (call: string) => boolean;
  readonly viewOf: (call: string) => RingView | undefined;
  readonly close: () => void;
};

/** How long a page waits before it tries again, in milliseconds. */
const pageWaits = { reconnectionDelay: 250, reconnectionDelayMax: 3_000 };

export function aStandingDesk(address: string, token: string, seat?: string, waits = pageWaits): StandingDesk {
  const socket = io(`${address}/desk`, {
    auth: { token, protocol: 1, ...(seat === undefined ? {} : { seat }) },
    transports: ['websocket'],
    forceNew: true,
    ...waits,
    randomizationFactor: 0.5,
    timeout: 5_000,
  });
  const phases = new Map<string, string[]>();
  const views = new Map<string, RingView>();
  let pictures = 0;
  let newest: Picture | null = null;
  const see = (view: RingView) => {
    const known = phases.get(view.call.id) ?? [];
    if (known.at(-1) !== view.phase) known.push(view.phase);
    phases.set(view.call.id, known);
    views.set(view.call.id, view);
  };
  socket.on('picture', (picture: Picture) => {
    pictures += 1;
    newest = picture;
    picture.rings.forEach(see);
  });
  socket.on('ring', see);
  return {
    socket,
    pictures: () => pictures,
    newest: () => newest,
    phasesOf: (call) => phases.get(call) ?? [],
    seen: () => new Set(phases.keys()),
    hasSeen: (call) => phases.has(call),
    viewOf: (call) => views.get(call),
    close: () => void socket.disconnect(),
  };
}
