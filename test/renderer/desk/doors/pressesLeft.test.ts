import { expect, test } from 'vitest';
import { DoorId, PressId } from '../../../../protocol/call.ts';
import { pressesLeft } from '../../../../renderer/desk/doors/pressesLeft.ts';
import { initialState, reduce } from '../../../../renderer/desk/state.ts';
import { aPicture, aView, callNamed, thisDesk, thisSeat } from '../../../builders/view.ts';

const press = {
  callId: callNamed('call-1'),
  door: DoorId.parse('panel:1'),
  name: 'North Lobby',
  site: aView().site,
  pressId: PressId.parse('press-one'),
  at: 0,
  press: { phase: 'accepted' },
} as const;
const by = { desk: thisDesk.id, seat: thisSeat, name: thisDesk.name };

/** What is left to tell at a time after the call was told of like this, at 0. */
const leftAt = (now: number, changes: Parameters<typeof aView>[0], showsTiles = true) => {
  const shown = reduce(initialState(0), { kind: 'picture', picture: aPicture(), now: 0 });
  const told = reduce(shown, { kind: 'ring', view: aView(changes), now: 0 });
  const state = reduce(told, { kind: 'ticked', now });
  return pressesLeft({ state, presses: [press] }, showsTiles).length;
};
const opened = (door: true | 'ended') => ({
  phase: 'ended',
  reason: 'door-opened',
  by,
  can: { answer: 'ended', end: 'ended', door },
});

test('a press is told on its own button for as long as its call is there', () => {
  expect(leftAt(1_000, {})).toBe(0);
});

test('a press whose call is gone with its button is told in a strip', () => {
  expect([leftAt(1_000, opened('ended')), leftAt(4_000, opened('ended'))]).toEqual([0, 1]);
});

test('the tile of a call that is just over tells of its press, where tiles show', () => {
  expect([leftAt(4_000, opened(true)), leftAt(4_000, opened(true), false)]).toEqual([0, 1]);
});
