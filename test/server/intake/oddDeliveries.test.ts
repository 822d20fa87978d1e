import { expect, test } from 'vitest';
import { tellOdd } from '../../../server/intake/oddDeliveries.ts';
import { site } from '../../builders/ring.ts';
import { manualClock } from '../../fakes/manualClock.ts';

test('of a hook and kind one line a minute is logged with how many; each is counted and an alarm', () => {
  const clock = manualClock();
  const lines: unknown[] = [];
  const told: string[] = [];
  const tell = tellOdd({
    alarms: { raise: () => void told.push('alarm') },
    metrics: { oddDelivery: () => void told.push('counter') },
    clock,
    log: { warn: (line: unknown) => void lines.push(line) },
  });
  const hook = { id: 'h1', site };
  for (let sent = 0; sent < 5; sent++) tell(hook, 'delivery-not-understood');
  tell({ id: 'h2', site }, 'delivery-not-understood');
  clock.pass(60_000);
  clock.pass(60_000);
  tell(hook, 'delivery-not-understood');
  const line = (id: string, times: number) => ({ site, hook: id, oddity: 'delivery-not-understood', times });
  expect(lines).toEqual([line('h1', 1), line('h2', 1), line('h1', 4), line('h1', 1)]);
  expect(told).toHaveLength(14);
});
