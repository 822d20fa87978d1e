import { expect, test } from 'vitest';
import { inParts } from '../../../server/hub/picture.ts';
import { aPicture, aView } from '../../builders/view.ts';

/** A confirmed ring of some 1,300 characters, as one with long names is. */
const aLongView = (n: number) => {
  const view = aView({ callId: `call-${n}` });
  return { ...view, call: { ...view.call, panel: 'P'.repeat(900) } };
};

test('what does not fit a message of 64 KiB follows, ring by ring: nothing is left out, nothing sent twice', () => {
  const rings = Array.from({ length: 200 }, (_, n) => aLongView(n));
  const { first, following } = inParts({ ...aPicture(), rings });
  expect(JSON.stringify(first).length).toBeLessThan(64 * 1024);
  expect(first.isWhole).toBe(false);
  expect([...first.rings, ...following]).toEqual(rings);
  expect(following.length).toBeGreaterThan(100);
});

test('a picture that fits is whole, and nothing follows', () => {
  const rings = Array.from({ length: 25 }, (_, n) => aView({ callId: `call-${n}` }));
  const { first, following } = inParts({ ...aPicture(), rings });
  expect([first.isWhole, first.rings.length, following]).toEqual([true, 25, []]);
});
