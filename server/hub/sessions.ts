import type { IncomingMessage } from 'node:http';
import type { Strangers } from '../http/strangers.ts';

/** A page's session, over one WebSocket or many polls, as Engine.IO has it. */
export type Session = {
  readonly id: string;
  /** Its first. */
  readonly request: IncomingMessage;
  readonly readyState: string;
  /** Only a WebSocket has a socket of its own. */
  readonly transport: { readonly socket?: { readonly terminate: () => void } };
  readonly once: (event: 'close', gone: () => void) => unknown;
  readonly close: (atOnce: boolean) => unknown;
};

/** Every session is a stranger unless it is seated, whatever else it joins, asks or names; one that gave up its seat is one again. */
export type Sessions = {
  readonly came: (session: Session) => void;
  readonly seated: (session: object) => void;
  readonly left: (session: object) => void;
  /** Hears every request before it is answered: the polls of a seated session are known ones. */
  readonly asked: (request: IncomingMessage) => void;
};

/** How long a page has to show its token; ours do it with their first message. */
export const seatedWithinMs = 5_000;

export function sessionsOf({ crowd, addressOf, known }: Strangers): Sessions {
  const open = new Map<object, Session>();
  const seatedIds = new Set<string>();

  function isStranger(session: Session): void {
    crowd.came(session, {
      address: addressOf(session.request),
      withinMs: seatedWithinMs,
      close: () => {
        session.close(true);
        session.transport.socket?.terminate();
      },
    });
  }

  return {
    came: (session) => {
      open.set(session, session);
      session.once('close', () => {
        open.delete(session);
        seatedIds.delete(session.id);
        crowd.settled(session);
      });
      isStranger(session);
    },
    seated: (key) => {
      const session = open.get(key);
      if (session === undefined) return;
      crowd.settled(session);
      seatedIds.add(session.id);
      known(session.request);
    },
    left: (key) => {
      const session = open.get(key);
      if (session === undefined || session.readyState !== 'open') return;
      seatedIds.delete(session.id);
      isStranger(session);
    },
    asked: (request) => {
      const sid = sidOf(request);
      if (sid !== undefined && seatedIds.has(sid)) known(request);
    },
  };
}

/** The last counts, as Engine.IO reads it. */
const sidOf = ({ url = '' }: IncomingMessage) => URL.parse(url, 'http://relay')?.searchParams.getAll('sid').at(-1);
