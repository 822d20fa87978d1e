import { expect, test } from 'vitest';
import { AlarmCause } from '../../../protocol/alarm.ts';
import { makeAlarms } from '../../../server/alerts/alarms.ts';
import { alarmText } from '../../../server/alerts/alarmWords.ts';
import { makeLog } from '../../../server/log.ts';
import { manualClock } from '../../fakes/manualClock.ts';

/** One cause of each kind, read by its own schema, so that a kind without one here cannot be. */
const causes = AlarmCause.options.map((option) => {
  const fields = { kind: [...option.unwrap().shape.kind.values][0], site: 'harbor-house', hook: 'k7' };
  const own = Object.entries(fields).filter(([name]) => name in option.unwrap().shape);
  return AlarmCause.parse(Object.fromEntries(own));
});

test.each(causes)('$kind is told in whole sentences', (cause) => {
  expect(alarmText(cause)).toMatch(/^[A-Z].*[.?]$/s);
  expect(alarmText(cause)).not.toMatch(/undefined|null|\{|\}/);
});

test.each(causes.filter((cause) => 'hook' in cause))('$kind names its webhook', (cause) => {
  expect(alarmText(cause)).toContain('k7');
});

test('a call of which no webhook is known is told without one', () => {
  const cause = AlarmCause.parse({ kind: 'call-not-known', site: 'harbor-house', hook: null });
  expect(alarmText(cause)).toMatch(/^A call came by a webhook of this site, .* hook revoke KEYID /);
});

test('an alarm is named by its kind, its site and its webhook, so that scripts can put it away', () => {
  const alarms = makeAlarms({ clock: manualClock(), log: makeLog('silent'), send: () => {} });
  for (const cause of causes) alarms.raise(cause);
  const ids = alarms.list().map(({ id }) => id);
  expect(ids).toEqual(
    causes.map((cause) =>
      [cause.kind, 'site' in cause ? cause.site : 'relay', ...('hook' in cause ? ['k7'] : [])].join(':'),
    ),
  );
  expect(ids).toContain('journal-begun-anew:relay');
  expect(ids).toContain('hook-flooded:harbor-house:k7');
});

test('alarms of two webhooks of one site stand beside each other, and each is cleared alone', () => {
  const alarms = makeAlarms({ clock: manualClock(), log: makeLog('silent'), send: () => {} });
  const flooded = (hook: string) => AlarmCause.parse({ kind: 'hook-flooded', site: 'harbor-house', hook });
  for (const hook of ['one', 'two']) alarms.raise(flooded(hook));
  alarms.clear(flooded('one'));
  expect(alarms.list().map(({ id }) => id)).toEqual(['hook-flooded:harbor-house:two']);
});
