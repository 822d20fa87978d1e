import { describe, expect, test } from 'vitest';
import { CallId } from '../../../protocol/call.ts';
import { makeDrawing } from '../../../server/hub/drawing.ts';
import type { RingState } from '../../../server/ring/ports.ts';
import type { RingCall } from '../../../server/ring/state.ts';
import { aClaimedRing, anEndedRing, aRingingRing, site } from '../../builders/ring.ts';

/** The nth unconfirmed ring, each begun a second after the one before it. */
function aState(
  n: number,
  call: Partial<RingCall> = {},
  confirmation: 'checking' | 'confirmed' = 'checking',
): RingState {
  const id = CallId.parse(`call-${n}`);
  const ring = { ...aRingingRing({ id, hook: 'leaked', panelId: n, ...call }), startedMono: n * 1_000, confirmation };
  return { site, call: id, revision: 1, ring, unrecorded: false };
}

const namesOf = (states: readonly RingState[]) => states.map(({ call }) => String(call));

function drawn(most: number, states: readonly RingState[]) {
  const drawing = makeDrawing(most);
  for (const state of states) drawing.follow(state);
  const { drawn: shown, undrawn } = drawing.of(site);
  return { drawing, drawn: namesOf(shown), undrawn: namesOf(undrawn) };
}

describe('of unconfirmed rings', () => {
  test('as many as may be are drawn, the newest first; the others are one row', () => {
    const { drawn: shown, undrawn } = drawn(2, [aState(1), aState(2), aState(3)]);
    expect([shown, undrawn]).toEqual([['call-3', 'call-2'], ['call-1']]);
  });

  test('a panel’s newer one stands for its older where not all fit', () => {
    const states = [aState(1, { panelId: 1 }), aState(2, { panelId: 2 }), aState(3, { panelId: 2 })];
    expect(drawn(2, states)).toMatchObject({ drawn: ['call-3', 'call-1'], undrawn: ['call-2'] });
  });

  test('a visitor’s second press is drawn beside the first where there is room', () => {
    const states = [aState(1, { panelId: 1 }), aState(2, { panelId: 1 })];
    expect(drawn(2, states)).toMatchObject({ drawn: ['call-2', 'call-1'], undrawn: [] });
  });

  test('a flood by one key takes no room from another’s', () => {
    const { drawn: shown } = drawn(1, [aState(1, { hook: 'good' }), aState(2), aState(3)]);
    expect(shown).toEqual(['call-3', 'call-1']);
  });

  test('0 draws all', () => {
    const { drawing } = drawn(0, [aState(1), aState(2)]);
    expect([drawing.of(site).undrawn, drawing.isCrowded(aState(1))]).toEqual([[], false]);
  });
});

test.each([
  ['that ButterflyMX confirmed', () => aState(1, {}, 'confirmed')],
  ['that somebody holds', () => ({ ...aState(1), ring: aClaimedRing() })],
  ['that ended', () => ({ ...aState(1), ring: anEndedRing() })],
])('a ring %s takes no room and is never left out', (_which, become) => {
  const { drawing } = drawn(1, [aState(1), aState(2), aState(3)]);
  const changed = become();
  const held = { ...changed, ring: { ...changed.ring, call: { ...changed.ring.call, hook: 'leaked' } } };
  drawing.follow(held);
  expect([drawing.isCrowded(held), namesOf(drawing.of(site).undrawn)]).toEqual([false, ['call-2']]);
});
