import { once } from 'node:events';
import { createServer } from 'node:http';
import { Server } from 'socket.io';
import { io } from 'socket.io-client';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { CallId } from '../../../protocol/call.ts';
import type { DeskToRelay, RelayToDesk } from '../../../protocol/desk.ts';
import type { Seat } from '../../../server/desks/seats.ts';
import { siteRoom } from '../../../server/hub/rooms.ts';
import { showRings } from '../../../server/hub/showRings.ts';
import type { RingState } from '../../../server/ring/ports.ts';
import { aRingingRing, site } from '../../builders/ring.ts';
import { manualClock } from '../../fakes/manualClock.ts';

const View = z.object({ call: z.object({ id: z.string() }) });
const Undrawn = z.object({ count: z.number() });
const address = z.object({ port: z.number() });

/** The relay's real sockets with one desk at them, and a clock that stands. */
async function aDeskAt(mostUnconfirmed: number) {
  const web = createServer();
  const server = new Server<DeskToRelay, RelayToDesk, Record<string, never>, { seat: Seat }>(web);
  const namespace = server.of('/desk');
  namespace.on('connection', (socket) => void socket.join(siteRoom(site)));
  web.listen(0, '127.0.0.1');
  await once(web, 'listening');
  const desk = io(`http://127.0.0.1:${address.parse(web.address()).port}/desk`, { transports: ['websocket'] });
  onTestFinished(async () => {
    desk.disconnect();
    await server.close();
  });
  const said: string[] = [];
  desk.onAny((event: string, body: unknown) => {
    said.push(event === 'ring' ? View.parse(body).call.id : `${event} ${Undrawn.parse(body).count}`);
  });
  await new Promise<void>((resolve) => void desk.once('connect', resolve));
  await expect.poll(() => namespace.adapter.rooms.has(siteRoom(site))).toBe(true);
  const clock = manualClock();
  const about = () => ({
    ownDoor: null,
    opensLate: false,
    isOurs: true,
    isSpeechless: false,
    opensUnconfirmed: false,
  });
  const rings = showRings({
    namespace,
    oldSockets: () => [],
    frame: () => ({ epoch: 'epoch', site: { id: site, name: 'Harbor House' }, now: clock.moment(), about }),
    clock,
    mostUnconfirmed,
  });
  return { ...rings, clock, said };
}

function aState(n: number, confirmation: 'checking' | 'confirmed' = 'checking'): RingState {
  const id = CallId.parse(`call-${n}`);
  const ring = { ...aRingingRing({ id, hook: 'leaked', panelId: n }), startedMono: n * 1_000, confirmation };
  return { site, call: id, revision: 1, ring, unrecorded: false };
}

test('views of a crowd of unconfirmed rings are gathered for 100 ms; a confirmed one is shown at once', async () => {
  const desk = await aDeskAt(2);
  for (let n = 1; n <= 50; n++) desk.show(aState(n));
  desk.show(aState(51, 'confirmed'));
  await expect.poll(() => desk.said).toEqual(['call-1', 'call-2', 'call-51']);
  desk.clock.pass(99);
  desk.show(aState(52, 'confirmed'));
  await expect.poll(() => desk.said.at(-1)).toBe('call-52');
  desk.clock.pass(1);
  await expect.poll(() => desk.said.slice(4)).toEqual(['undrawn 48', 'call-49', 'call-50']);
});
