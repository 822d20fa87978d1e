import { io, type Socket } from 'socket.io-client';
import { z } from 'zod';
import { type Asked, type AskName, askNamed, type Reply } from '../../protocol/asks.ts';
import { PressNews } from '../../protocol/desk.ts';
import { MissedCalls } from '../../protocol/pastCall.ts';
import { Alarm, Coverage, type Picture, PictureEnd, ReadPicture, SiteNotes, Undrawn } from '../../protocol/picture.ts';
import { RingView } from '../../protocol/ring.ts';
import { ConnectRefusal } from '../../protocol/seat.ts';
import { protocolVersions } from '../../protocol/version.ts';
import { openWatchdog } from './openWatchdog.ts';
import { socketOf } from './relayAddress.ts';

/** What the link tells the desk; every message has been parsed by the contract. */
export type LinkEvent =
  /** `isWholeRead`: each of its rings could be read; one that could not is left out. */
  | { readonly kind: 'picture'; readonly picture: Picture; readonly isWholeRead: boolean }
  | { readonly kind: 'ring'; readonly view: RingView }
  | { readonly kind: 'pictureEnd'; readonly epoch: string }
  | { readonly kind: 'undrawn'; readonly undrawn: Undrawn }
  | { readonly kind: 'missed'; readonly missed: MissedCalls }
  | { readonly kind: 'coverage'; readonly coverage: Coverage }
  | { readonly kind: 'alarms'; readonly alarms: readonly Alarm[] }
  | { readonly kind: 'notes'; readonly notes: SiteNotes }
  | { readonly kind: 'press'; readonly news: PressNews }
  | { readonly kind: 'down' }
  | { readonly kind: 'refused'; readonly because: ConnectRefusal['because']; readonly message: string };

/** A reply, or the word `failed` when none came in time; asking never rejects. */
export type Answered<N extends AskName> = Reply<N> | { readonly outcome: 'refused'; readonly because: 'failed' };

export type Link = {
  readonly ask: <N extends AskName>(name: N, asked: Asked<N>) => Promise<Answered<N>>;
  /** Asks for a new picture. */
  readonly refresh: () => void;
  readonly isUp: () => boolean;
  /** A new connection at once, whatever the old one believes; after sleep it may be dead and not know it. */
  readonly renew: () => void;
  readonly close: () => void;
};

export type LinkParts = {
  /** Where the relay is. */
  readonly relay: string;
  readonly token: string;
  readonly seat: string;
  readonly tell: (event: LinkEvent) => void;
};

/** The relay beats every 5 s: silence for longer than this means that the link is dead, whatever the socket believes. */
const silenceMs = 9_000;
const askDeadlineMs = 5_000;
const refreshAtMostEveryMs = 5_000;
/** A desk that was revoked learns it by asking again, and has a second to leave a call's room. */
const cutOffPauseMs = 250;

export function openLink({ relay, token, seat, tell }: LinkParts): Link {
  const { namespace, path } = socketOf(relay);
  const socket: Socket = io(namespace, {
    path,
    auth: { token, seat, protocol: protocolVersions.newest },
    transports: ['websocket', 'polling'],
    /** Where a proxy lets no WebSocket through, long-polling is tried before the first failure is told. */
    tryAllTransports: true,
    reconnectionDelay: 250,
    reconnectionDelayMax: 3_000,
    randomizationFactor: 0.5,
    timeout: 5_000,
  });
  const watchdog = openWatchdog();
  let refreshedAt = Number.NEGATIVE_INFINITY;

  const refresh = () => {
    if (performance.now() - refreshedAt < refreshAtMostEveryMs) return;
    refreshedAt = performance.now();
    socket.emit('refresh');
  };
  /** What cannot be read is dropped, and the whole picture asked for instead. */
  const hear = <T>(event: string, schema: z.ZodType<T>, told: (message: T) => void) =>
    socket.on(event, (sent: unknown) => {
      const parsed = schema.safeParse(sent);
      if (parsed.success) told(parsed.data);
      else refresh();
    });

  hear('picture', ReadPicture, (read) => {
    const rings = read.rings.filter((ring) => ring !== null);
    const isWholeRead = rings.length === read.rings.length;
    tell({ kind: 'picture', picture: { ...read, rings }, isWholeRead });
    if (!isWholeRead) refresh();
  });
  hear('ring', RingView, (view) => tell({ kind: 'ring', view }));
  hear('pictureEnd', PictureEnd, ({ epoch }) => tell({ kind: 'pictureEnd', epoch }));
  hear('undrawn', Undrawn, (undrawn) => tell({ kind: 'undrawn', undrawn }));
  hear('missed', MissedCalls, (missed) => tell({ kind: 'missed', missed }));
  hear('coverage', Coverage, (coverage) => tell({ kind: 'coverage', coverage }));
  hear('alarms', z.array(Alarm), (alarms) => tell({ kind: 'alarms', alarms }));
  hear('notes', SiteNotes, (notes) => tell({ kind: 'notes', notes }));
  hear('press', PressNews, (news) => tell({ kind: 'press', news }));

  const feed = () => watchdog.postMessage({ feed: silenceMs });
  socket.on('connect', () => {
    feed();
    socket.io.engine.on('packet', feed);
  });
  socket.on('disconnect', (reason) => {
    watchdog.postMessage({ rest: true });
    tell({ kind: 'down' });
    if (reason === 'io server disconnect') setTimeout(() => socket.connect(), cutOffPauseMs);
  });
  socket.on('connect_error', (error) => {
    const refusal = z.object({ message: z.string(), data: ConnectRefusal }).safeParse(error);
    if (refusal.success) tell({ kind: 'refused', because: refusal.data.data.because, message: refusal.data.message });
    else tell({ kind: 'down' });
  });
  watchdog.addEventListener('message', () => {
    socket.io.engine.close();
  });

  /** After sleep or a change of network nobody waits for a timer. */
  const tryNow = () => {
    if (!socket.connected && !refusedForGood) socket.connect();
  };
  const renew = () => {
    if (refusedForGood) return;
    socket.disconnect();
    socket.connect();
  };
  let refusedForGood = false;
  socket.on('connect_error', () => {
    refusedForGood = !socket.active;
  });
  const listening = new AbortController();
  for (const event of ['focus', 'pageshow'] as const) addEventListener(event, tryNow, { signal: listening.signal });
  /** Another network: a socket that still believes in the old one would wait for its heartbeat. */
  addEventListener('online', () => renew(), { signal: listening.signal });
  document.addEventListener('visibilitychange', tryNow, { signal: listening.signal });

  return {
    ask: (name, asked) => ask(socket, name, asked),
    refresh,
    isUp: () => socket.connected,
    renew,
    close: () => {
      listening.abort();
      watchdog.terminate();
      socket.disconnect();
    },
  };
}

async function ask<N extends AskName>(socket: Socket, name: N, asked: Asked<N>): Promise<Answered<N>> {
  if (!socket.connected) return { outcome: 'refused', because: 'failed' };
  try {
    const reply = askNamed[name].replies.safeParse(await socket.timeout(askDeadlineMs).emitWithAck(name, asked));
    return reply.success ? reply.data : { outcome: 'refused', because: 'failed' };
  } catch {
    return { outcome: 'refused', because: 'failed' };
  }
}
