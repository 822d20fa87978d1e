import { describe, expect, test } from 'vitest';
import { isoOf, writtenInstant } from '../../../server/clock.ts';
import { readJson } from '../../../server/vendor/json.ts';
import { CallNumber, statusOf, VendorId, VendorText, wordOf } from '../../../server/vendor/values.ts';

describe('a number of the vendor’s', () => {
  test.each([
    [40217, 40217],
    ['40217', 40217],
    [' 40217 ', 40217],
    [0, 0],
    ['9007199254740991', 9007199254740991],
    ['9007199254740993', null],
    [-1, null],
    ['-1', null],
    [1.5, null],
    ['1.5', null],
    ['', null],
    ['12F', null],
    ['٤', null],
    [true, null],
    [{}, null],
    [null, null],
    [undefined, null],
  ])('%j is read as %j', (written, read) => {
    expect(VendorId.parse(written)).toBe(read);
  });

  test.each([
    ['{"id":482912}', 482912],
    ['{"id":"482912"}', 482912],
    ['{"id":9007199254740993}', '9007199254740993'],
    ['{"id":"9007199254740993"}', '9007199254740993'],
    ['{"id":"009007199254740993"}', '9007199254740993'],
    ['{"id":1e30}', null],
    ['{"id":-9007199254740993}', null],
  ])('keeps the digits of a call’s number whole: %s', (text, read) => {
    expect(CallNumber.parse(Object.values(readJson(text)?.value ?? {})[0])).toBe(read);
  });
});

test('JSON keeps its meaning beside a long number', () => {
  const text = '{"a":[1.5,12345678901234567890,{"b":"12345678901234567890"}],"a2":1e400,"__proto__":{"x":1}}';
  const read = readJson(text)?.value;
  expect(JSON.stringify(read)).toBe(
    '{"a":[1.5,"12345678901234567890",{"b":"12345678901234567890"}],"a2":null,"__proto__":{"x":1}}',
  );
  expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
  expect(readJson('guid=1234567890123456')).toBeNull();
});

test.each([
  ['12F', '12F'],
  [1204, '1204'],
  [12.5, '12.5'],
  [Number.POSITIVE_INFINITY, null],
  [false, null],
  [['12F'], null],
])('the label %j is read as %j', (written, read) => {
  expect(VendorText.parse(written)).toBe(read);
});

test.each([
  ['Call', 'call'],
  ['access-log', 'access_log'],
  ['AccessLog', 'access_log'],
  ['  DOOR RELEASE ', 'door_release'],
  ['\u0000', ''],
])('the word %j is spelt %j', (written, spelt) => {
  expect(wordOf(written)).toBe(spelt);
});

test.each([
  ['canceled', 'canceled'],
  ['cancelled', 'canceled'],
  ['CANCELED', 'canceled'],
  ['Connecting SIP', 'connecting_sip'],
  ['openedDoor', 'opened_door'],
  ['timeout-online-signal', 'timeout_online_signal'],
  ['waiting_for_godot', 'waiting_for_godot'],
])('the status %s is %s', (written, spelt) => {
  expect(statusOf(written)).toBe(spelt);
});

test.each([
  ['2026-11-24T07:02:00Z', '2026-11-24T07:02:00.000Z'],
  ['2026-11-24T07:02:00', '2026-11-24T07:02:00.000Z'],
  ['2026-11-24 07:02:00', '2026-11-24T07:02:00.000Z'],
  ['2026-11-24 07:02:00.123456', '2026-11-24T07:02:00.123Z'],
  ['2026-11-24T07:02', '2026-11-24T07:02:00.000Z'],
  ['2026-11-24 07:02:00 UTC', '2026-11-24T07:02:00.000Z'],
  ['2026-11-24 02:02:00 -0500', '2026-11-24T07:02:00.000Z'],
  ['2026-11-24T02:02:00-05', '2026-11-24T07:02:00.000Z'],
  ['2026-11-24T02:02:00-05:00', '2026-11-24T07:02:00.000Z'],
  ['Nov 24 07:02:00 2026 GMT', '2026-11-24T07:02:00.000Z'],
  ['Nov 24 2026 07:02:00', '2026-11-24T07:02:00.000Z'],
  ['2026-11-24', '2026-11-24T00:00:00.000Z'],
])('the time %s is %s, wherever the relay stands', (written, iso) => {
  expect(isoOf(writtenInstant(written) ?? 0)).toBe(iso);
});

test.each(['', 'soon', '1969-12-31T23:59:59Z', null])('the time %j is none', (written) => {
  expect(writtenInstant(written)).toBeNull();
});
