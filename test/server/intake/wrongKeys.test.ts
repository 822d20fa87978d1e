import { expect, test } from 'vitest';
import { SiteId } from '../../../protocol/call.ts';
import { watchWrongKeys } from '../../../server/intake/wrongKeys.ts';
import { manualClock } from '../../fakes/manualClock.ts';

const demo = SiteId.parse('demo');

function aWatch() {
  const clock = manualClock();
  const lines: string[] = [];
  const raised: string[] = [];
  const counted: string[] = [];
  const wrongKey = watchWrongKeys({
    oldHook: (key) => (key === 'revoked' ? { id: 'hook-1', site: demo } : null),
    alarms: { raise: (cause) => void raised.push(Object.values(cause).join(' ')) },
    count: (kind) => void counted.push(kind),
    warn: (fields, words) => void lines.push(`${words} ${JSON.stringify(fields)}`),
    now: () => clock.moment().mono,
  });
  return { clock, lines, raised, counted, wrongKey };
}

test('a key of no hook is counted each time, told once a minute for each address, and no alarm', () => {
  const { clock, lines, raised, counted, wrongKey } = aWatch();
  for (const address of ['203.0.113.7', '203.0.113.7', '203.0.113.8']) wrongKey('guessed', address);
  clock.pass(60_000);
  wrongKey('guessed', '203.0.113.7');
  expect([counted, lines.length, raised]).toEqual([['unknown', 'unknown', 'unknown', 'unknown'], 3, []]);
  expect(lines[0]).toContain('203.0.113.7');
});

test('the key of a revoked hook is an alarm of its site, and the log names the hook and never the key', () => {
  const { lines, raised, counted, wrongKey } = aWatch();
  wrongKey('guessed', '203.0.113.7');
  wrongKey('revoked', '203.0.113.7');
  expect([counted, raised, lines.at(-1)]).toEqual([
    ['unknown', 'old'],
    ['old-key-used demo hook-1'],
    expect.stringContaining('"hook":"hook-1"'),
  ]);
  expect(lines.join()).not.toMatch(/guessed|"revoked"/);
});
