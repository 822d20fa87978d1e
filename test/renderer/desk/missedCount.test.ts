import { expect, test } from 'vitest';
import { MissedCalls } from '../../../protocol/pastCall.ts';
import { missedCount } from '../../../renderer/desk/missedCount.ts';

test('of many missed calls all count, though the relay lists only the first', () => {
  const missed = [
    { site: 'demo', calls: [], count: 37 },
    { site: 'east', calls: [] },
  ];
  expect(missedCount(missed.map((one) => MissedCalls.parse(one)))).toBe(37);
});
