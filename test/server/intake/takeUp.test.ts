import { expect, test } from 'vitest';
import { SiteId } from '../../../protocol/call.ts';
import { takeUpYoung } from '../../../server/intake/takeUp.ts';
import type { Arrival } from '../../../server/ring/arrival.ts';
import { manualClock } from '../../fakes/manualClock.ts';
import { memoryJournal } from '../../fakes/memoryJournal.ts';

test('a call that was acknowledged and never began is told to the switchboard at the next start, however late that is', async () => {
  const clock = manualClock();
  const journal = memoryJournal(clock);
  await journal.append({
    site: SiteId.parse('demo'),
    hook: 'h',
    dedupe: 'call guid:late-1',
    kind: 'call',
    aliases: ['guid:late-1'],
    raw: new TextEncoder().encode(JSON.stringify({ guid: 'late-1', panel: { id: 1, name: 'Gate' } })),
    received: clock.moment(),
  });
  clock.pass(3_600_000);
  const told: Arrival[] = [];
  await takeUpYoung({ journal, tellSwitchboard: (arrival) => void told.push(arrival), windowMs: 40_000 });
  expect(told).toMatchObject([{ reading: { kind: 'call', facts: { guid: 'late-1' } }, begun: null }]);
});
