/** The commands with which an operator answers a leaked key, and decides what a call may open where no account can confirm it. */
import { expect, test } from 'vitest';
import { z } from 'zod';
import { CallLine, HookLine } from '../../protocol/admin.ts';
import { PressId } from '../../protocol/call.ts';
import { aBuilding } from '../harness/aBuilding.ts';
import { aDesk } from '../harness/aDesk.ts';
import { aFalseCall } from '../harness/aFalseCall.ts';
import type { RunningRelay } from '../harness/aRelay.ts';
import { vestibule } from '../server/cli/vestibule.ts';

/** Runs a command that must succeed, and gives what it prints as JSON. */
async function typed({ dataDir }: RunningRelay, ...line: readonly string[]): Promise<unknown> {
  const { code, error, json } = await vestibule(dataDir, [...line, '--json']);
  expect([code, error]).toEqual([0, '']);
  return json;
}

const left = (hook: string, guid: string) =>
  fetch(hook, { method: 'POST', body: JSON.stringify({ call: { guid }, status: 'canceled' }) });

/** A hook whose key leaked: one call of a visitor that ButterflyMX confirms still rings, and one false one is over and stands in the missed list. */
async function aLeakedHook() {
  await using made = new AsyncDisposableStack();
  const { relay, simulator } = made.use(await aBuilding());
  const { url, id } = await relay.hook();
  await simulator.register('demo', 'Harbor House', url);
  const its = await relay.desk();
  const desk = made.use(await aDesk(relay.address, its));
  const since = new Date(Date.now() - 60_000).toISOString();

  const real = await simulator.ring('demo');
  await desk.until(({ call }) => call.id === real && call.confirmation === 'confirmed');
  const falseOne = await aFalseCall(url);
  await desk.until(({ call, phase }) => call.id === falseOne && phase === 'ringing');
  await left(url, falseOne);
  await desk.until(({ call, phase }) => call.id === falseOne && phase === 'ended');
  await desk.untilMissed(({ count }) => count === 1);
  const standing = made.move();
  return {
    relay,
    url,
    id,
    since,
    desk,
    real,
    falseOne,
    /** What a desk that comes in now is told of missed calls. */
    missed: async () => {
      using later = await aDesk(relay.address, its);
      return later.picture.missed.map(({ count }) => count);
    },
    lineOf: async (guid: string) =>
      z
        .array(CallLine)
        .parse(await typed(relay, 'calls', 'list'))
        .find(({ id: call }) => call === guid),
    isRevoked: async () =>
      z
        .array(HookLine)
        .parse(await typed(relay, 'hook', 'list'))
        .find((hook) => hook.id === id)?.revokedAt !== null,
    [Symbol.asyncDispose]: () => standing.disposeAsync(),
  };
}

test('hook revoke --leaked-since --dry-run counts, and changes nothing', async () => {
  await using leak = await aLeakedHook();
  const { relay, id, since, url } = leak;
  const counted = await typed(relay, 'hook', 'revoke', id, '--leaked-since', since, '--dry-run');
  expect(counted).toMatchObject({ revoked: false, calls: 1, deliveries: 3, confirmed: 1 });
  expect([await leak.isRevoked(), await leak.missed(), await leak.lineOf(leak.falseOne)]).toMatchObject([
    false,
    [1],
    { inDoubt: false },
  ]);
  expect((await left(url, 'another-call-1')).status).toBe(200);
});

test('hook revoke --leaked-since puts what nothing confirms in doubt: readable, and in no figure; the visitor who still rings stays', async () => {
  await using leak = await aLeakedHook();
  const { relay, id, since, url, desk, real, falseOne } = leak;
  const marked = await typed(relay, 'hook', 'revoke', id, '--leaked-since', since);
  expect(marked).toMatchObject({ revoked: true, calls: 1, deliveries: 3, confirmed: 1 });
  expect((await left(url, falseOne)).status).toBe(404);
  expect([await leak.isRevoked(), await leak.missed()]).toEqual([true, [0]]);
  expect(await leak.lineOf(falseOne)).toMatchObject({ inDoubt: true, reason: 'visitor-left' });
  expect(await typed(relay, 'why', falseOne)).toMatchObject({ call: { id: falseOne, inDoubt: true } });

  expect(await leak.lineOf(real)).toMatchObject({ inDoubt: false, phase: 'ringing' });
  const live = await desk.until(({ call }) => call.id === real);
  expect([live.phase, await desk.ask('answer', { callId: live.call.id })]).toMatchObject([
    'ringing',
    { outcome: 'yours' },
  ]);
});

test('hook revoke --undo takes the doubt back, and leaves the key revoked', async () => {
  await using leak = await aLeakedHook();
  const { relay, id, since, url, falseOne } = leak;
  await typed(relay, 'hook', 'revoke', id, '--leaked-since', since);
  expect(await typed(relay, 'hook', 'revoke', id, '--undo')).toMatchObject({ calls: 1 });
  expect([await leak.lineOf(falseOne), await leak.missed()]).toMatchObject([{ inDoubt: false }, [1]]);
  expect([await leak.isRevoked(), (await left(url, falseOne)).status]).toEqual([true, 404]);
});

test('hook revoke --dry-run without a time changes nothing', async () => {
  await using leak = await aLeakedHook();
  const { code, error } = await vestibule(leak.relay.dataDir, ['hook', 'revoke', leak.id, '--dry-run']);
  expect([code, error]).toEqual([2, expect.stringContaining('--leaked-since')]);
  expect(await leak.isRevoked()).toBe(false);
});

test('desk move lets a desk ring at the named sites alone, from its next connection on', async () => {
  await using building = await aBuilding();
  const { relay } = building;
  const { url: west } = await relay.hook('west');
  const { url: demo } = await relay.hook();
  const { desk: id, token } = await relay.desk();
  using other = await aDesk(relay.address, await relay.desk({ name: 'Other desk' }));
  using before = await aDesk(relay.address, { token });
  const cut = new Promise((resolve) => void before.socket.once('disconnect', resolve));
  expect(await typed(relay, 'desk', 'move', id, '--site', 'west')).toEqual({ desk: id, sites: ['west'] });
  await cut;

  using moved = await aDesk(relay.address, { token });
  const notOurs = await aFalseCall(demo);
  await other.until(({ call }) => call.id === notOurs);
  const ours = await aFalseCall(west);
  await moved.until(({ call }) => call.id === ours);
  expect(moved.views.map(({ call }) => call.id)).not.toContain(notOurs);
});

test('site set --doors-unconfirmed decides what a press is told where no account can confirm a call', async () => {
  await using building = await aBuilding({ env: { VESTIBULE_BUTTERFLYMX_TOKEN: '' } });
  const { relay, simulator } = building;
  using desk = await aDesk(relay.address, await relay.desk());
  const guid = await simulator.ring('demo');
  const { call } = await desk.until((view) => view.call.id === guid);
  let presses = 0;
  const pressed = async () => {
    const reply = await desk.ask('openDoor', { pressId: PressId.parse(`press-${++presses}-of-this`), callId: call.id });
    return reply.outcome === 'refused' ? reply.because : reply.outcome;
  };
  const decide = (word: string) => typed(relay, 'site', 'set', '--site', 'demo', '--doors-unconfirmed', word);

  expect(await pressed()).toBe('not-confirmed');
  expect(await decide('open')).toMatchObject({ doorsUnconfirmed: 'open' });
  expect(await pressed()).toBe('no-account');
  expect(await decide('shut')).toMatchObject({ doorsUnconfirmed: 'shut' });
  expect(await pressed()).toBe('not-confirmed');
});
