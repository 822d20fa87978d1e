import { expect, test } from 'vitest';
import { operator } from '../../protocol/operator.ts';
import { aRelay } from '../harness/aRelay.ts';

const aCall = JSON.stringify({ guid: 'call-1', id: 7, call_type: 'front_desk' });
const deliver = (url: string) => fetch(url, { method: 'POST', body: aCall }).then(({ status }) => status);

test('a delivery with a revoked key is refused as any wrong key, and is an alarm that outlives a restart', async () => {
  await using first = await aRelay();
  const { url, id } = await first.hook();
  expect(await deliver(url)).toBe(200);
  await first.ask(operator.revokeHook, { params: { id } });
  await first.stop();
  await using relay = await first.again();
  expect([await deliver(url), await deliver(url.replace(/.$/, '!'))]).toEqual([404, 404]);
  const { body } = await relay.answerTo(operator.listAlarms, {});
  expect(body).toEqual([expect.objectContaining({ kind: 'old-key-used', site: 'demo' })]);
  const metrics = await (await fetch(`${relay.address}/metrics`)).text();
  expect(metrics).toContain('vestibule_wrong_keys_total{kind="old"} 1');
  expect(metrics).toContain('vestibule_wrong_keys_total{kind="unknown"} 1');
  expect(relay.printed()).toContain(`"hook":"${id}"`);
});
