import { io } from 'socket.io-client';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { protocolVersions } from '../protocol/version.ts';

/** One desk's end of a contender, whatever it speaks. */
export type BenchSeat = {
  /** Told each message about a ring, the first and those that say more of it. */
  readonly onRing: (heard: (guid: string, isConfirmed: boolean) => void) => void;
  /** Sends receipts as a page does; nothing where the contender takes none. */
  readonly prove: (guid: string, stages: readonly string[]) => void;
  readonly close: () => void;
};

/** How a desk connects with its token. */
export type OpenSeat = (address: string, token: string) => Promise<BenchSeat>;

const Rang = z.object({
  guid: z.string().optional(),
  call: z.object({ id: z.string(), confirmation: z.string().optional() }).optional(),
});
const told = (message: unknown): [guid: string, isConfirmed: boolean] => {
  const { guid, call } = Rang.parse(message);
  return [guid ?? call?.id ?? '', call?.confirmation === 'confirmed'];
};

export const overSocketIo: OpenSeat = (address, token) =>
  new Promise((resolve, reject) => {
    const auth = { token, protocol: protocolVersions.newest };
    const socket = io(`${address}/desk`, { auth, transports: ['websocket'], forceNew: true });
    socket.once('connect_error', reject);
    socket.once('connect', () =>
      resolve({
        onRing: (heard) => void socket.on('ring', (message: unknown) => heard(...told(message))),
        prove: (callId, stages) => {
          for (const stage of stages) socket.emit('receipt', { callId, stage, at: Date.now() }, () => {});
        },
        close: () => void socket.disconnect(),
      }),
    );
  });

/** A plain WebSocket on which each message is the delivery's body; nothing can be said back. */
export const overWebSocket: OpenSeat = (address) =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(`${address.replace(/^http/, 'ws')}/desk`);
    socket.once('error', reject);
    socket.once('open', () =>
      resolve({
        onRing: (heard) => void socket.on('message', (data) => heard(...told(JSON.parse(String(data))))),
        prove: () => {},
        close: () => socket.terminate(),
      }),
    );
  });
