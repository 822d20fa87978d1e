import { expect, it } from 'vitest';
import { qualityBetween } from '../../../renderer/media/linePoll.ts';

const before = { received: 1_000, lost: 10, roundTripMs: 40 };

it.each([
  ['nothing lost', { received: 1_100, lost: 10, roundTripMs: 40 }, 'good'],
  ['one in twelve lost', { received: 1_110, lost: 20, roundTripMs: 40 }, 'poor'],
  ['half a second for a round', { received: 1_100, lost: 10, roundTripMs: 500 }, 'poor'],
  ['too few packets to tell', { received: 1_002, lost: 15, roundTripMs: null }, 'good'],
  ['packets that came late after all', { received: 1_100, lost: 5, roundTripMs: 40 }, 'good'],
] as const)('a line with %s', (_what, after, quality) => {
  expect(qualityBetween(before, after)).toBe(quality);
});
