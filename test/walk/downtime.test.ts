/** Calls of a time when the relay was down: the vendor's own list of calls tells of those that no webhook brought, and of no other. */
import { expect, test } from 'vitest';
import { CallId } from '../../protocol/call.ts';
import { operator } from '../../protocol/operator.ts';
import { aDesk } from '../harness/aDesk.ts';
import { aListedBuilding } from '../harness/aListedBuilding.ts';
import { linkAccount } from '../harness/linkAccount.ts';
import { alarmKinds, timelineOf } from '../harness/told.ts';

test('calls of a time when the relay was down are history that did not ring, and those of which webhooks told are not told twice', async () => {
  await using building = await aListedBuilding();
  const { relay, simulator } = building;
  const { token } = await relay.desk();
  const before = await aDesk(relay.address, { token });
  const told = await simulator.ring('demo');
  await before.until(({ call }) => call.id === told);
  await simulator.setStatus(told, 'canceled');
  await before.until(({ phase }) => phase === 'ended');
  before.close();
  await relay.stop();
  await simulator.misbehave({ webhooks: { delivery: 'lost' } });
  const lost = await simulator.ring('demo', '12F');
  await simulator.setStatus(lost, 'canceled');

  await using again = await relay.again();
  using desk = await aDesk(again.address, { token });
  const missed = await desk.untilMissed(({ calls }) => calls.some(({ id }) => id === lost));
  expect(missed.calls.find(({ id }) => id === lost)).toMatchObject({
    webhookMissing: true,
    rangMs: 0,
    reason: 'visitor-left',
  });
  expect(missed.calls.filter(({ id }) => id === CallId.parse(told))).toHaveLength(1);
  expect(desk.views.filter(({ call, phase }) => call.id === lost && phase === 'ringing')).toEqual([]);
  expect((await timelineOf(again, lost)).sentence).toContain('did not ring: no webhook told of it');
  expect(await alarmKinds(again)).not.toContain('webhook-missing');
});

test.each([['without-names', 1] as const, ['nothing', 0] as const])(
  'a call that did not ring and of which a webhook told is not told again after a crash, where a site keeps %s',
  async (keepOthers, isKept) => {
    await using building = await aListedBuilding();
    const { relay, simulator } = building;
    const { token } = await relay.desk();
    await linkAccount(relay, 'administrator', 'administrator');
    await linkAccount(relay, 'front-desk', 'called');
    await relay.ask(operator.changeSite, { params: { site: 'demo' }, body: { keepOthers } });
    const others = await simulator.ring('demo', '3A');
    await expect.poll(async () => (await timelineOf(relay, others)).call).toMatchObject({ reason: 'not-rung' });
    await relay.kill();
    await simulator.misbehave({ webhooks: { delivery: 'lost' } });
    const lost = await simulator.ring('demo');

    await using again = await relay.again();
    using desk = await aDesk(again.address, { token });
    await desk.until(({ call }) => call.id === lost);
    expect([...new Set(desk.views.map(({ call }) => call.id))]).toEqual([lost]);
    const listed = await again.ask(operator.listCalls, { query: { site: 'demo' } });
    expect(listed.map(({ id }) => id).sort()).toEqual([lost, ...(isKept ? [others] : [])].sort());
    expect(again.printed().match(/a call had no webhook/g)).toHaveLength(1);
  },
);
