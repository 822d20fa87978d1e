import { describe, expect, test } from 'vitest';
import { joins, numberLastsMs } from '../../../server/ring/joining.ts';
import { aRingCall, at } from '../../builders/ring.ts';

const guid = '7c1e0000-0000-4000-8000-0000000000ab';
const received = at(0).wall;
const call = aRingCall({ guid, vendorId: 7, hook: 'good', bytes: 'first' });
const byNumber = aRingCall({ guid: null, vendorId: 7, hook: 'good', bytes: 'first' });
const delivery = {
  facts: { guid: null, vendorId: 7 },
  hook: 'leaked',
  bytes: 'other',
  isListed: false,
  receivedAt: received,
};

describe('a delivery', () => {
  test('of the same guid joins from whichever hook, however it is written and however late', () => {
    const facts = { guid: guid.toUpperCase(), vendorId: null };
    expect(joins(call, { ...delivery, facts, receivedAt: received + 10 * numberLastsMs })).toBe(true);
  });

  test('of another guid never joins, whatever number it brings', () => {
    const facts = { guid: '7c1e0000-0000-4000-8000-0000000000ac', vendorId: 7 };
    expect(joins(call, { ...delivery, facts, hook: 'good', bytes: 'first' })).toBe(false);
  });

  test('of the number alone does not join: the number may be guessed', () => {
    expect(joins(byNumber, delivery)).toBe(false);
    expect(joins(byNumber, { ...delivery, hook: 'good' })).toBe(false);
  });

  test('of the number alone joins as the very same bytes by the same key, for ten minutes', () => {
    const again = { ...delivery, hook: 'good', bytes: 'first' };
    expect(joins(byNumber, again)).toBe(true);
    expect(joins(byNumber, { ...again, hook: 'leaked' })).toBe(false);
    expect(joins(byNumber, { ...again, receivedAt: received + numberLastsMs + 1 })).toBe(false);
  });

  test('of the number alone joins where ButterflyMX’s own list has it, for ten minutes', () => {
    expect(joins(byNumber, { ...delivery, isListed: true })).toBe(true);
    expect(joins(byNumber, { ...delivery, isListed: true, receivedAt: received + numberLastsMs + 1 })).toBe(false);
  });
});
