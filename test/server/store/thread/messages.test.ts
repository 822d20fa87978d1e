import { expect, test } from 'vitest';
import { packed, unpacked } from '../../../../server/store/thread/messages.ts';

const crossed = (store: string, ...args: readonly unknown[]) => unpacked(structuredClone(packed(store, args)));

test('a delivery’s bytes and the ring beside it come over as they were', () => {
  const delivery = { site: 'demo', raw: new Uint8Array([0, 255, 10]), received: { wall: 1, mono: 2 } };
  const first = {
    call: 'a',
    ring: { phase: 'ringing', snapshot: null, text: 'Zoë \uD83D "\u2028' },
    facts: [{ what: 'sent' }],
  };
  expect(crossed('journal', delivery, first)).toEqual([delivery, first]);
  expect(packed('journal', [delivery]).kind).toBe('text');
});

test('what was left out at the end is left out there too, and a null stays', () => {
  const delivery = { raw: new Uint8Array([1]) };
  expect(crossed('journal', delivery, undefined)).toEqual([delivery]);
  expect(crossed('journal', 'demo', null)).toEqual(['demo', null]);
  expect(crossed('journal')).toEqual([]);
});

test('another store’s arguments may be of anything', () => {
  const account = { sealed: new Uint8Array([9]), until: new Map([['a', 1]]), none: undefined };
  expect(crossed('accounts', account)).toEqual([account]);
});
