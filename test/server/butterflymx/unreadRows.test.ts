import { expect, test } from 'vitest';
import { SiteId } from '../../../protocol/call.ts';
import { watchUnreadRows } from '../../../server/butterflymx/unreadRows.ts';
import { manualClock } from '../../fakes/manualClock.ts';

const site = SiteId.parse('demo');
const elsewhere = SiteId.parse('elsewhere');

function aWatch() {
  const clock = manualClock();
  const raised: string[] = [];
  const logged: unknown[] = [];
  const rows = watchUnreadRows({
    clock,
    log: { warn: (what: unknown) => void logged.push(what) },
    alarms: { raise: (cause) => void raised.push(`${cause.kind} ${'site' in cause ? cause.site : null}`) },
  });
  return { clock, raised, logged, rows };
}

test('rows that cannot be read are alarmed and logged, and shown to whoever checks the site for a day', () => {
  const { clock, raised, logged, rows } = aWatch();
  rows.onListRead({ site, list: 'calls', unread: 2 });
  rows.onListRead({ site, list: 'devices', unread: 1 });
  expect(raised).toEqual(['vendor-rows-unreadable demo', 'vendor-rows-unreadable demo']);
  expect(logged).toEqual([
    { site, list: 'calls', unread: 2 },
    { site, list: 'devices', unread: 1 },
  ]);
  expect(rows.of(site)).toMatchObject([{ list: 'calls', unread: 2 }, { list: 'devices' }]);
  expect(rows.of(elsewhere)).toEqual([]);
  clock.pass(86_400_000);
  expect(rows.of(site)).toEqual([]);
});

test('a list that is read every few seconds is logged once an hour, and alarmed as long as it is so', () => {
  const { clock, raised, logged, rows } = aWatch();
  for (let read = 0; read < 1_000; read++) {
    rows.onListRead({ site, list: 'calls', unread: 1 });
    clock.pass(4_000);
  }
  expect([logged.length, raised.length]).toEqual([2, 1_000]);
});

test('a list of which every row was read is no news', () => {
  const { raised, logged, rows } = aWatch();
  rows.onListRead({ site, list: 'calls', unread: 0 });
  expect([raised, logged, rows.of(site)]).toEqual([[], [], []]);
});
