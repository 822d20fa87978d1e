import { randomUUID } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { z } from 'zod';
import { operator } from '../../protocol/operator.ts';
import { aStandingDesk } from '../chaos/standingDesk.ts';
import { aCall, aVendor } from '../chaos/vendor.ts';
import { aRelay } from '../harness/aRelay.ts';
import { withoutLimits } from '../harness/withoutLimits.ts';
import { aFolder } from '../server/aFolder.ts';

/** Waits until it holds. */
const until = (holds: () => boolean, timeout = 20_000) =>
  vi.waitFor(() => expect(holds()).toBe(true), { timeout, interval: 20 });

const preload = join(import.meta.dirname, '../harness/stalledDisk.ts');
const Yours = z.object({ outcome: z.literal('yours'), unrecorded: z.boolean().optional() });

/** A relay whose disk can be stalled, with a desk and a vendor. */
async function aHouse() {
  const flag = join(aFolder(), 'stalled');
  const relay = await aRelay({
    env: { ...withoutLimits, STALLED_WHILE: flag, VESTIBULE_RING_SECONDS: '300' },
    node: ['--import', preload],
  });
  const { url } = await relay.hook();
  const { token } = await relay.desk();
  const desk = aStandingDesk(relay.address, token);
  const vendor = aVendor(url);
  onTestFinished(async () => {
    rmSync(flag, { force: true });
    desk.close();
    await vendor.close();
    await relay[Symbol.asyncDispose]();
  });
  const answer = async (callId: string) =>
    Yours.parse(await desk.socket.timeout(5_000).emitWithAck('answer', { callId }));
  return {
    relay,
    token,
    desk,
    vendor,
    answer,
    stall: () => writeFileSync(flag, ''),
    recover: () => rmSync(flag),
  };
}

test('while writes hang a new call rings unrecorded, desks act, and the sender waits for its answer; then all is recorded', async () => {
  const { desk, vendor, answer, stall, recover, relay } = await aHouse();
  const [before, during] = [randomUUID(), randomUUID()];
  expect((await vendor.post(aCall(before)))?.code).toBe(200);
  await until(() => desk.viewOf(before)?.phase === 'ringing');
  stall();
  let answered: number | undefined;
  const sent = vendor.post(aCall(during)).then((reply) => {
    answered = reply?.code;
  });
  await until(() => desk.viewOf(during)?.phase === 'ringing');
  expect([desk.viewOf(during)?.unrecorded, answered]).toEqual([true, undefined]);
  expect(await answer(before)).toMatchObject({ outcome: 'yours', unrecorded: true });
  expect([answered, desk.socket.connected, desk.pictures()]).toEqual([undefined, true, 1]);
  recover();
  await sent;
  expect(answered).toBe(200);
  await until(() => desk.viewOf(during)?.unrecorded === false && desk.viewOf(before)?.unrecorded === false);
  await relay.kill();
  const again = await relay.again();
  const { body } = await again.answerTo(operator.listCalls, { query: { limit: 10 } });
  await again.stop();
  const known = z.array(z.object({ id: z.string() })).parse(body);
  expect(known.map(({ id }) => id).sort()).toEqual([before, during].sort());
});

test('a disk that never answers ends the relay in words, and its supervisor’s next start has all that was acknowledged', async () => {
  const { desk, vendor, stall, recover, relay, token } = await aHouse();
  const [acknowledged, unanswered] = [randomUUID(), randomUUID()];
  expect((await vendor.post(aCall(acknowledged)))?.code).toBe(200);
  await until(() => desk.viewOf(acknowledged)?.phase === 'ringing');
  stall();
  const sent = vendor.post(aCall(unanswered));
  await until(() => relay.printed().includes('the disk of the journal has not answered for 10 s'), 30_000);
  expect((await sent)?.code).toBeUndefined();
  recover();
  await relay.kill();
  const again = await relay.again();
  const next = aStandingDesk(again.address, token);
  await until(() => next.newest() !== null);
  expect(next.newest()?.rings.map(({ call, phase }) => [call.id, phase])).toEqual([[acknowledged, 'ringing']]);
  next.close();
  await again.stop();
});
