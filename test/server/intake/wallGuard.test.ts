import { Writable } from 'node:stream';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import type { AlarmCause } from '../../../protocol/alarm.ts';
import { NewWall } from '../../../protocol/wall.ts';
import { wallGuard } from '../../../server/intake/wallGuard.ts';
import { watchWalls } from '../../../server/intake/watchWalls.ts';
import { makeMetrics } from '../../../server/metrics.ts';
import { aKnock } from '../walls/aKnock.ts';
import { aKey, site, someWalls } from '../walls/someWalls.ts';

const from = NewWall.parse({ kind: 'addresses', from: ['203.0.113.0/24'] });
const hmac = NewWall.parse({ kind: 'hmac', header: 'X-Signature', secret: 'a secret that nobody knows' });
const stranger = aKnock({ address: '198.51.100.7' });
const ours = aKnock({ address: '203.0.113.9' });

type Some = Awaited<ReturnType<typeof someWalls>>;

/** The guard of some walls, with what it told. */
function aGuard({ walls, directory, clock }: Some, hookFrom: readonly string[] = []) {
  const lines: string[] = [];
  const log = pino(
    { base: null, timestamp: false },
    new Writable({
      write: (chunk, _encoding, done) => {
        lines.push(String(chunk).trim());
        done();
      },
    }),
  );
  const standing = new Set<string>();
  const alarms = {
    raise: (cause: AlarmCause) => void standing.add(Object.values(cause).join(' ')),
    clear: (cause: AlarmCause) => void standing.delete(Object.values(cause).join(' ')),
  };
  const metrics = makeMetrics();
  watchWalls({ walls, directory, alarms });
  return {
    letsIn: wallGuard({ walls, hookFrom, metrics, alarms, clock, log }),
    alarms: () => [...standing],
    lines,
    counted: async () =>
      (await metrics.registry.getSingleMetricAsString('vestibule_wall_refusals_total'))
        .split('\n')
        .filter((line) => !line.startsWith('#')),
  };
}

async function aHook(some: Some) {
  const { id, key } = await some.directory.createHook(site, 'building');
  const hook = some.directory.hookByKey(key);
  if (hook === null) throw new Error('The hook is not there.');
  return { hook, id, wall: (name: string) => ({ hook: id, wall: name }) };
}

test('a wall that observes lets everything in and counts what it would refuse, in the metrics too', async () => {
  const some = await someWalls();
  const { hook, id } = await aHook(some);
  await some.walls.add(id, from);
  const guard = aGuard(some);
  expect([stranger, ours, stranger].map((knock) => guard.letsIn(hook, knock))).toEqual([true, true, true]);
  expect([some.walls.lines(id)[0]?.seen, await guard.counted(), guard.alarms()]).toEqual([
    expect.objectContaining({ passed: 1, refused: 2, lastRefusedFrom: '198.51.100.7' }),
    [`vestibule_wall_refusals_total{hook="${id}",wall="addresses",mode="observe"} 2`],
    [],
  ]);
});

test('a wall that enforces refuses with an alarm, which ends when the wall observes again', async () => {
  const some = await someWalls();
  const { hook, id, wall } = await aHook(some);
  await some.walls.add(id, from);
  await some.walls.setMode(wall('addresses'), 'enforce');
  const guard = aGuard(some);
  expect([guard.letsIn(hook, stranger), guard.letsIn(hook, ours), guard.alarms()]).toEqual([
    false,
    true,
    [`wall-refusing ${site} ${id}`],
  ]);
  await some.walls.setMode(wall('addresses'), 'observe');
  expect([guard.letsIn(hook, stranger), guard.alarms()]).toEqual([true, []]);
});

test('a hook is on the log once a minute at most, with how many were not told of', async () => {
  const some = await someWalls();
  const { hook, id } = await aHook(some);
  const other = await aHook(some);
  for (const of of [id, other.id]) await some.walls.add(of, from);
  const guard = aGuard(some);
  for (let count = 0; count < 500; count++) guard.letsIn(hook, stranger);
  guard.letsIn(other.hook, stranger);
  some.clock.pass(60_000);
  guard.letsIn(hook, stranger);
  expect(guard.lines.map((line) => JSON.parse(line))).toMatchObject([
    { hook: id, walls: ['addresses (observe)'], address: '198.51.100.7', others: 0 },
    { hook: other.id, others: 0 },
    { hook: id, others: 499 },
  ]);
});

test('addresses of the settings are asked of every hook, and beside its own walls', async () => {
  const some = await someWalls();
  const [plain, walled] = [await aHook(some), await aHook(some)];
  await some.walls.add(walled.id, NewWall.parse({ kind: 'addresses', from: ['203.0.113.9'] }));
  await some.walls.setMode(walled.wall('addresses'), 'enforce');
  const guard = aGuard(some, ['203.0.113.0/24', '2001:db8::/32']);
  const near = aKnock({ address: '203.0.113.10' });
  const six = aKnock({ address: '2001:db8::5' });
  expect([ours, near, six, stranger].map((knock) => guard.letsIn(plain.hook, knock))).toEqual([
    true,
    true,
    true,
    false,
  ]);
  expect([ours, near, six, stranger].map((knock) => guard.letsIn(walled.hook, knock))).toEqual([
    true,
    false,
    false,
    false,
  ]);
});

test('the walls of a hook are also those of the hook that takes its place with a new key', async () => {
  const some = await someWalls();
  const { id, wall } = await aHook(some);
  await some.walls.add(id, from);
  await some.walls.setMode(wall('addresses'), 'enforce');
  const { key } = await some.directory.createHook(site, 'building', { successorOf: id });
  const next = some.directory.hookByKey(key);
  expect(next === null ? null : aGuard(some).letsIn(next, stranger)).toBe(false);
});

test('a wall that should enforce and cannot be checked is an alarm from the start, and lets in', async () => {
  const first = await someWalls();
  const { hook, id, wall } = await aHook(first);
  await first.walls.add(id, hmac);
  await first.walls.setMode(wall('hmac'), 'enforce');
  const some = await first.again({ changed: [aKey()] });
  const guard = aGuard(some);
  expect([guard.alarms(), guard.letsIn(hook, stranger)]).toEqual([[`wall-unchecked ${site} ${id}`], true]);
  await some.walls.remove(wall('hmac'));
  expect(guard.alarms()).toEqual([]);
});
