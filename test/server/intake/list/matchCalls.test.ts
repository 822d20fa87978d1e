import { expect, test } from 'vitest';
import { EpochMs } from '../../../../protocol/call.ts';
import { type HeardCall, matchOf } from '../../../../server/intake/list/matchCalls.ts';

const listed = { number: 7, loggedAt: EpochMs.parse(1_000_000), unitId: 2_203_346, panel: 'Gate' };
const heard = (changes: Partial<HeardCall> = {}): HeardCall => ({
  guid: null,
  vendorId: null,
  unitId: listed.unitId,
  panel: 'Gate',
  at: listed.loggedAt + 500,
  ...changes,
});
const matched = (call: Partial<typeof listed>, ...calls: readonly HeardCall[]) =>
  matchOf({ call: { ...listed, ...call }, heard: calls, guids: new Map(), taken: new Set() });

test('a webhook of the same unit, panel and time told of a listed call, if not surely', () => {
  const same = heard();
  expect(matched({}, heard({ unitId: 5 }), same)).toEqual({ heard: same, isSure: false });
});

test('a home’s call of which nothing is kept may be any home’s call of its time, and none of the front desk', () => {
  const bare = heard({ unitId: 'not-kept', panel: null });
  expect(matched({}, bare)).toEqual({ heard: bare, isSure: false });
  expect(matched({ loggedAt: EpochMs.parse(listed.loggedAt + 60_000) }, bare)).toBeNull();
  expect(matchOf({ call: { ...listed, unitId: null }, heard: [bare], guids: new Map(), taken: new Set() })).toBeNull();
});

test('a webhook with the unit’s number is the likelier one, however near another came', () => {
  const bare = heard({ unitId: 'not-kept', at: listed.loggedAt });
  const same = heard({ at: listed.loggedAt + 4_000 });
  expect(matched({}, bare, same)?.heard).toBe(same);
});

test('a webhook of a call that ButterflyMX does not know is that of no listed call, by time or by number', () => {
  expect(matched({}, heard({ isDoubtful: true }))).toBeNull();
  expect(matched({}, heard({ vendorId: 7, isDoubtful: true }))).toBeNull();
  const honest = heard({ at: listed.loggedAt + 9_000 });
  expect(matched({}, heard({ isDoubtful: true }), honest)?.heard).toBe(honest);
});

test('a UUID that ButterflyMX itself lists is that call’s, in whatever case a webhook wrote it, and whatever was doubted', () => {
  const guid = '7c1e4f0a-52b6-4d0e-9a3f-0d6b1f2e8c11';
  const upper = heard({ guid: guid.toUpperCase(), unitId: 5, isDoubtful: true });
  const match = (number: number) =>
    matchOf({ call: { ...listed, number }, heard: [upper], guids: new Map([[7, guid]]), taken: new Set() });
  expect(match(7)).toEqual({ heard: upper, isSure: true });
  expect(match(8)).toBeNull();
});
