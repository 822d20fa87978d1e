import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { unwrap } from '../../../server/intake/unwrap.ts';

const unwrapped = async (body: string | Uint8Array, encoding: string | null = null) =>
  unwrap({ raw: Buffer.from(body), encoding });
const textsIn = async (body: string | Uint8Array, encoding: string | null = null) => {
  const read = await unwrapped(body, encoding);
  return read.ok ? read.value.items.map(({ raw }) => new TextDecoder().decode(raw)) : read.error;
};

test('what is in no wrapping is kept byte for byte, spaces and order of its fields too', async () => {
  const text = ' { "guid" : "abcd-1",\n "b": 1e2, "a": "\\u0041" } ';
  expect(await textsIn(text)).toEqual([text]);
  expect(await textsIn(gzipSync(text), 'gzip')).toEqual([text]);
});

describe('what only looks like a wrapping is one delivery', () => {
  test.each([
    '{"guid":"abcd-1","events":[{"guid":"abcd-2"}]}',
    '{"call":{"guid":"abcd-1"},"status":"canceled","events":[]}',
    '{"event":{"resource_type":"call","action":"create","data":[]}}',
    '{"payload":{"guid":"abcd-1"}}',
    '[1,2,3]',
    '[]',
    'null',
    '"hello"',
    '"{half"',
    '[[[[{"guid":"abcd-1"}]]]]',
  ])('%s', async (text) => {
    expect(await textsIn(text)).toEqual([text]);
  });
});

test.each([
  ['[{"a":1},[{"b":2}],"{\\"c\\":3}"]', ['{"a":1}', '{"b":2}', '{"c":3}']],
  ['{"events":[{"a":1},{"events":[{"b":2}]}]}', ['{"a":1}', '{"b":2}']],
  ['{"a":1}\r\n\r\n[{"b":2},{"c":3}]\r\n', ['{"a":1}', '{"b":2}', '{"c":3}']],
  ['x=1&%7B%22a%22%3A1%7D=&y=[{"b":2}]', ['{"a":1}', '{"b":2}']],
])('of %s each delivery is taken out', async (text, deliveries) => {
  expect(await textsIn(text)).toEqual(deliveries);
});

test.each(['', ' ', 'hello', 'a=b&c=d', '{"guid":', '--b\r\n\r\n', '\u0000'])('%j is no JSON', async (text) => {
  expect(await textsIn(text)).toBe('no-json');
});

test('what comes beside the deliveries, or beyond a hundred, is told', async () => {
  const beside = await unwrapped('[{"a":1},7,"x"]');
  expect(beside.ok && beside.value.left).toEqual({ because: 'no-objects', value: [7, 'x'] });
  const many = await unwrapped(JSON.stringify(Array.from({ length: 101 }, (_, index) => ({ index }))));
  expect(many.ok && [many.value.items.length, many.value.left]).toEqual([
    100,
    { because: 'too-many', value: [{ index: 100 }] },
  ]);
});

test('a list in an envelope does not multiply what stands beside it', async () => {
  const body = { event: { resource_type: 'call', action: 'create', beside: 'x'.repeat(30_000), data: [{}, {}] } };
  expect((await textsIn(JSON.stringify(body))).toString().length).toBeLessThan(200);
});

test('whatever bytes come, and whatever they are said to be, there is an answer', async () => {
  const codings = fc.constantFrom(null, '', 'gzip', 'br', 'deflate', 'zstd', 'gzip, br', 'x', ',,,', 'gzip,'.repeat(9));
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.uint8Array(), fc.json().map(Buffer.from)), codings, async (bytes, encoding) => {
      const read = await unwrap({ raw: bytes, encoding });
      expect(read.ok ? read.value.items.length : 1).toBeGreaterThan(0);
    }),
  );
});
