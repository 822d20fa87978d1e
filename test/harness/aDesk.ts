import { io, type Socket } from 'socket.io-client';
import { type Asked, type AskName, askNamed, type Reply } from '../../protocol/asks.ts';
import { MissedCalls } from '../../protocol/pastCall.ts';
import { Coverage, Picture } from '../../protocol/picture.ts';
import { RingView } from '../../protocol/ring.ts';
import { protocolVersions } from '../../protocol/version.ts';
import { socketOf } from '../../renderer/link/relayAddress.ts';

/** A real Socket.IO client in a desk's place. It keeps all it was sent, each message parsed by the contract. */
export type ConnectedDesk = {
  readonly socket: Socket;
  readonly picture: Picture;
  readonly views: readonly RingView[];
  /** The newest view of a call, once one satisfies the test; those already there count. */
  readonly until: (test: (view: RingView) => boolean) => Promise<RingView>;
  readonly untilMissed: (test: (missed: MissedCalls) => boolean) => Promise<MissedCalls>;
  readonly ask: <N extends AskName>(name: N, asked: Asked<N>) => Promise<Reply<N>>;
  /** Sends anything, as a page gone wrong would. */
  readonly askRaw: (event: string, said: unknown) => Promise<unknown>;
  readonly close: () => void;
  readonly [Symbol.dispose]: () => void;
};

export type DeskOptions = {
  readonly token: string;
  readonly seat?: string;
  readonly protocol?: number;
  readonly extraHeaders?: Record<string, string>;
};

/** Connects, and resolves with the picture; rejects with the relay's words when it refuses. */
export function aDesk(
  address: string,
  { token, seat, protocol = protocolVersions.newest, extraHeaders = {} }: DeskOptions,
): Promise<ConnectedDesk> {
  const auth = seat === undefined ? { token, protocol } : { token, protocol, seat };
  const { namespace, path } = socketOf(address);
  const socket = io(namespace, {
    path,
    auth,
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    extraHeaders,
  });
  const views: RingView[] = [];
  const watchers = new Set<() => void>();
  let missed: MissedCalls | null = null;
  const told = () => watchers.forEach((watcher) => void watcher());
  const watch = <T>(find: () => T | undefined) =>
    new Promise<T>((resolve) => {
      const look = () => {
        const found = find();
        if (found === undefined) return;
        watchers.delete(look);
        resolve(found);
      };
      watchers.add(look);
      look();
    });
  socket.on('ring', (view: unknown) => {
    views.push(RingView.parse(view));
    told();
  });
  socket.on('missed', (sent: unknown) => {
    missed = MissedCalls.parse(sent);
    told();
  });
  socket.on('coverage', (sent: unknown) => void Coverage.parse(sent));
  return new Promise((resolve, reject) => {
    socket.on('connect_error', reject);
    socket.once('picture', (sent: unknown) => {
      const picture = Picture.parse(sent);
      views.unshift(...picture.rings);
      resolve({
        socket,
        picture,
        views,
        until: (test) => watch(() => views.findLast(test)),
        untilMissed: (test) => watch(() => (missed !== null && test(missed) ? missed : undefined)),
        ask: async (name, asked) => parseReply(name, await socket.emitWithAck(name, asked)),
        askRaw: (event, said) => socket.timeout(2_000).emitWithAck(event, said),
        close: () => void socket.disconnect(),
        [Symbol.dispose]: () => void socket.disconnect(),
      });
    });
  });
}

const parseReply = <N extends AskName>(name: N, reply: unknown): Reply<N> => askNamed[name].replies.parse(reply);
