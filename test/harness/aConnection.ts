import { once } from 'node:events';
import { connect } from 'node:net';

/** An answer as it came over the wire. */
export type RawAnswer = { readonly status: number; readonly head: string; readonly body: string };

/** A plain connection that is kept, as a proxy keeps it; it says what it is told, byte for byte. */
export type RawConnection = {
  /** Sends a request and gives the answer; rejects when the connection ends without one. */
  readonly ask: (head: string, body?: string) => Promise<RawAnswer>;
  readonly isOpen: () => boolean;
  /** Resolves when the other side has ended it. */
  readonly ended: Promise<void>;
  readonly [Symbol.dispose]: () => void;
};

/** `head` is the request line and its headers, with `\n` between; Host and Content-Length are added where they are missing. */
export async function aConnection(address: string): Promise<RawConnection> {
  const { hostname, port, host } = new URL(address);
  const socket = connect(Number(port), hostname);
  let open = true;
  let came = '';
  let look = () => {};
  socket.setEncoding('utf8');
  socket.on('error', () => {});
  socket.on('data', (text: string) => {
    came += text;
    look();
  });
  const ended = new Promise<void>((resolve) => {
    for (const event of ['end', 'close'])
      socket.on(event, () => {
        open = false;
        look();
        resolve();
      });
  });
  await once(socket, 'connect');
  return {
    ended,
    isOpen: () => open,
    [Symbol.dispose]: () => void socket.destroy(),
    ask: (head, body = '') => {
      const lines = head.split('\n');
      if (!/^host:/im.test(head)) lines.push(`host: ${host}`);
      if (body !== '') lines.push(`content-length: ${Buffer.byteLength(body)}`);
      socket.write(`${lines.join('\r\n')}\r\n\r\n${body}`);
      return new Promise((resolve, reject) => {
        look = () => {
          const answer = answerIn(came);
          if (answer === null) return open ? undefined : reject(new Error('The connection ended without an answer.'));
          came = '';
          look = () => {};
          resolve(answer);
        };
        look();
      });
    },
  };
}

/** The answer, once all of it has come: by its length, or none. */
function answerIn(text: string): RawAnswer | null {
  const [head, ...rest] = text.split('\r\n\r\n');
  if (head === undefined || rest.length === 0) return null;
  const body = rest.join('\r\n\r\n');
  const length = Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0);
  if (Buffer.byteLength(body) < length) return null;
  return { status: Number(head.slice(9, 12)), head, body };
}
