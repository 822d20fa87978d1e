/** Answers of the vendor in another form than the samples': what a desk sees of each. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { operator } from '../../protocol/operator.ts';
import { provenDoors } from '../../scripts/provenDoors.ts';
import { aDesk } from '../harness/aDesk.ts';
import { aRelay, type RunningRelay } from '../harness/aRelay.ts';
import { vector } from '../harness/vector.ts';
import { aVendor, type Heard } from '../server/butterflymx/aVendor.ts';

const guid = '7c1e0000-0000-4000-8000-000000000005';
const noCalls = { data: [], page_info: { next_page: null } };

/** A relay with one site, over a vendor that answers these paths so, and everything else with an empty list. */
async function aRelayOver(answers: (heard: Heard) => unknown) {
  const vendor = await aVendor((heard) => ({ status: 200, body: answers(heard) ?? noCalls }));
  const relay = await aRelay({
    env: { VESTIBULE_BUTTERFLYMX_API_URL: vendor.address, VESTIBULE_BUTTERFLYMX_TOKEN: 'at-example-1' },
  });
  await relay.ask(operator.nameSite, { params: { site: 'demo' }, body: { name: 'Harbor House' } });
  await provenDoors(relay.operator, 'demo');
  return { relay, vendor };
}

const alarms = async (relay: RunningRelay) =>
  z.array(z.object({ kind: z.string() })).parse((await relay.answerTo(operator.listAlarms, {})).body);

test('a token that is null beside ours, and a panel told as text: the visitor is answered, and the panel’s door is there', async () => {
  const { relay: running, vendor } = await aRelayOver(({ path }) => {
    if (path.endsWith('/status')) return vector('vendor-answer-status-panel-as-text');
    return path.endsWith('/token') ? vector('vendor-answer-token-null') : undefined;
  });
  await using relay = running;
  using desk = await aDesk(relay.address, await relay.desk());
  const { url } = await relay.hook();
  await fetch(url, { method: 'POST', body: JSON.stringify({ guid }), headers: { 'content-type': 'application/json' } });
  const { call } = await desk.until(({ phase }) => phase === 'ringing');
  await desk.ask('answer', { callId: call.id });
  expect(await desk.ask('media', { callId: call.id })).toMatchObject({
    outcome: 'granted',
    grant: { provider: 'twilio', token: 'ey.fake.jwt' },
  });
  await expect
    .poll(() => vendor.heard.find(({ path }) => path.endsWith('/is_active'))?.body)
    .toMatchObject({ data: { attributes: { panel_id: 40_217, call_guid: guid } } });
  expect((await desk.until(({ doors }) => doors.length > 0)).doors).toMatchObject([{ name: 'Front entrance' }]);
});

/** The case's text with the present time, and one row that nobody can read. */
const callList = (row: string) =>
  JSON.parse(
    readFileSync(join(import.meta.dirname, '../vectors/vendor-answer-call-list-ids-as-text.json'), 'utf8')
      .replace(/"logged_at": "[^"]*"/, `"logged_at": "${new Date().toISOString().slice(0, 19)}"`)
      .replace('"data": [', `"data": [${row},`),
  );

test('a call that only the list has, with its number as text and a time without a zone, rings late; a row that nobody can read is told', async () => {
  let list: unknown = noCalls;
  const { relay: running, vendor } = await aRelayOver(({ path }) => (path.includes('/calls?') ? list : undefined));
  await using relay = running;
  using desk = await aDesk(relay.address, await relay.desk());
  await expect.poll(() => vendor.heard.some(({ path }) => path.includes('/calls?'))).toBe(true);
  list = callList('{"id": null, "logged_at": "yesterday"}');
  const { call } = await desk.until(({ phase }) => phase === 'ringing');
  expect(call).toMatchObject({ id: 'id:482951', panel: 'North Lobby', webhookMissing: true });
  expect(call.waitedMs).toBeGreaterThan(10_000);
  expect((await alarms(relay)).map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(['webhook-missing', 'vendor-rows-unreadable']),
  );
  expect(relay.printed()).toContain('rows of a list cannot be read');
  const report = await relay.ask(operator.checkSite, { params: { site: 'demo' } });
  expect(report.lines.find(({ step }) => step === 'vendor-lists')?.text).toContain('1 of its calls');
});
