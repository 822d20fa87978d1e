import { describe, expect, test } from 'vitest';
import type { DeskModel } from '../../../renderer/desk/model.ts';
import { type Screen, screenOf } from '../../../renderer/desk/screen.ts';
import { type DeskEvent, initialState, reduce } from '../../../renderer/desk/state.ts';
import { firstModel } from '../../../renderer/desk/store/heldModel.ts';
import { aPicture, aView } from '../../builders/view.ts';

const onShift: DeskEvent = { kind: 'ears', ears: { shift: 'on', sound: 'running' } };
const ringing = (...calls: readonly string[]): DeskEvent => ({
  kind: 'picture',
  picture: aPicture({ rings: calls.map((callId) => aView({ callId })) }),
  now: 0,
});

/** A desk after these events. */
const aDesk = (events: readonly DeskEvent[], changes: Partial<DeskModel> = {}): DeskModel => ({
  ...firstModel({ program: null }, 0),
  enrolment: 'enrolled',
  state: events.reduce(reduce, initialState(0)),
  ...changes,
});

const middle = (screen: Screen) => (screen.kind === 'desk' ? screen.middle : screen);

describe('what stands in the middle', () => {
  test('a page that is no desk asks for a code', () => {
    expect(screenOf(aDesk([ringing()], { enrolment: 'wrong-code' }), 'desk')).toEqual({ kind: 'enrol' });
  });
  test('before the first picture it opens', () => {
    expect(screenOf(aDesk([onShift]), 'history')).toEqual({ kind: 'opening' });
  });
  test('before the shift it is started, then it is idle', () => {
    expect(middle(screenOf(aDesk([ringing()]), 'desk'))).toEqual({ kind: 'start' });
    expect(middle(screenOf(aDesk([ringing(), onShift]), 'desk'))).toEqual({ kind: 'idle' });
  });
  test.each(['history', 'doors', 'settings'] as const)('%s is there when it is chosen and nobody calls', (page) => {
    expect(middle(screenOf(aDesk([ringing(), onShift]), page))).toEqual({ kind: page });
  });
  test('a visitor who calls stands before every page; two are rows', () => {
    const one = middle(screenOf(aDesk([ringing('call-1'), onShift]), 'settings'));
    expect(one).toMatchObject({ kind: 'card', ring: { view: { call: { id: 'call-1' } } } });
    expect(middle(screenOf(aDesk([ringing('call-1', 'call-2'), onShift]), 'settings'))).toMatchObject({ kind: 'rows' });
  });
  test('a talk stands before whoever calls meanwhile', () => {
    const talking = { phase: 'connecting', callId: aView().call.id, since: 0, muted: false } as const;
    const desk = aDesk([ringing('call-1', 'call-2'), onShift], { conversation: talking });
    expect(middle(screenOf(desk, 'history'))).toMatchObject({
      kind: 'talking',
      ring: { view: { call: { id: 'call-1' } } },
      waiting: [{ view: { call: { id: 'call-2' } } }],
    });
  });
});

test('doors are in the middle only while nobody calls', () => {
  const tiles = (...calls: readonly string[]) => {
    const screen = screenOf(aDesk([ringing(...calls), onShift]), 'doors');
    return screen.kind === 'desk' && screen.showsTiles;
  };
  expect([tiles(), tiles('call-1')]).toEqual([true, false]);
});
