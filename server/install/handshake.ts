import { WebSocket } from 'ws';
import { deadlineIn } from '../clock.ts';

const deadlineMs = 3_000;

/** Whether a relay's greeting comes over a WebSocket at this address, of http or https. The connection is ended at once. `ca` adds a trusted root, for tests. */
export function handshakeOf(url: string, ca?: string): Promise<boolean> {
  return new Promise((resolve) => {
    const trusting = ca === undefined ? {} : { ca };
    const socket = new WebSocket(url.replace(/^http/, 'ws'), {
      maxPayload: 65_536,
      origin: new URL(url).origin,
      ...trusting,
    });
    const settle = (isThere: boolean) => {
      resolve(isThere);
      socket.terminate();
    };
    deadlineIn(deadlineMs).addEventListener('abort', () => settle(false));
    socket.once('message', (said) => settle(String(said).startsWith('0{')));
    socket.once('close', () => settle(false));
    socket.on('error', () => settle(false));
  });
}
