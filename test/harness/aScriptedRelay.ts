import { once } from 'node:events';
import { createServer } from 'node:http';
import { type Namespace, Server } from 'socket.io';
import type { Picture } from '../../protocol/picture.ts';
import { EnrolReply } from '../../protocol/seat.ts';

/** In a relay's place: it enrols whoever comes, shows one picture, answers as it is told, and says to all pages what a test wants said. */
export type ScriptedRelay = {
  readonly address: string;
  readonly say: (event: string, said: unknown) => void;
  /** What the pages asked, in order: the question's name and what it carries. */
  readonly asked: readonly (readonly [name: string, asked: unknown])[];
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

export type Script = {
  /** Its rings may hold anything. */
  readonly picture: Omit<Picture, 'rings'> & { readonly rings: readonly unknown[] };
  /** By the question's name; each other question is noted. */
  readonly replies: Readonly<Record<string, unknown>>;
  /** Puts a reply into other words, as the relay does for a page of protocol 1. */
  readonly inWords?: (name: string, reply: unknown) => unknown;
};

export async function aScriptedRelay({
  picture,
  replies,
  inWords = (_name, reply) => reply,
}: Script): Promise<ScriptedRelay> {
  const enrolled = EnrolReply.parse({ desk: picture.desk.id, name: picture.desk.name, token: 'a-token' });
  const http = createServer(({ url, method }, response) => {
    const isEnrolling = url === '/enrol' && method === 'POST';
    response.writeHead(isEnrolling ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(isEnrolling ? enrolled : {}));
  });
  /** As often as the relay, for a page takes a longer silence for a dead link. */
  const server = new Server(http, { pingInterval: 5_000 });
  const asked: (readonly [string, unknown])[] = [];
  const desks: Namespace = server.of('/desk');
  desks.on('connection', (socket) => {
    socket.emit('picture', { ...picture, seat: socket.handshake.auth.seat });
    socket.onAny((name: string, what: unknown, reply: unknown) => {
      asked.push([name, what]);
      if (typeof reply === 'function') reply(inWords(name, replies[name] ?? { outcome: 'noted' }));
    });
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const bound = http.address();
  return {
    address: `http://127.0.0.1:${typeof bound === 'object' ? bound?.port : 0}`,
    asked,
    say: (event, said) => void desks.emit(event, said),
    [Symbol.asyncDispose]: () => server.close(),
  };
}
