import { describe, expect, test } from 'vitest';
import { Confirmation } from '../../../../protocol/call.ts';
import { Hindrance } from '../../../../protocol/ring.ts';
import { doorPlace } from '../../../../renderer/desk/ringing/doorPlace.ts';
import { aView } from '../../../builders/view.ts';

const own = { id: 'panel:1', name: 'Front entrance', afterOpening: 'stay' };
const place = (door: true | string, confirmation: string, doors: readonly unknown[] = [own]) =>
  doorPlace(aView({ doors, can: { answer: true, end: true, door }, call: { ...aView().call, confirmation } }));

describe('where the own door of a call has its place', () => {
  test('there is its button while ButterflyMX is asked, and when it has confirmed the call', () => {
    expect(place('not-confirmed', 'checking')).toEqual({ kind: 'doors', isChecking: true });
    expect(place(true, 'confirmed')).toEqual({ kind: 'doors', isChecking: false });
    expect(place(true, 'cannot-be-checked'), 'as the operator chose').toEqual({ kind: 'doors', isChecking: false });
  });
  test.each([
    ['not-known', 'ring.notKnown'],
    ['cannot-be-checked', 'ring.cannotBeChecked'],
    ['confirmed', 'cannot.not-confirmed'],
    ['a-newer-word', 'cannot.not-confirmed'],
  ])('of a call that is %s it says why it stays shut', (confirmation, says) => {
    expect(place('not-confirmed', confirmation)).toEqual({ kind: 'shut', says });
  });
  test('the place is kept while nobody knows yet which door it is, or how to open it', () => {
    for (const door of ['door-not-proven', 'not-confirmed'])
      expect(place(door, 'checking', [])).toEqual({ kind: 'waiting', says: 'ring.doorChecking' });
    expect(place('no-media-yet', 'checking', [])).toEqual({ kind: 'waiting', says: null });
  });
  test('a call that ButterflyMX does not know says so, whatever else is with its door', () => {
    for (const word of Hindrance.unwrap().options)
      expect(place(word, 'not-known'), word).toEqual({ kind: 'shut', says: 'ring.notKnown' });
  });
  test('whatever is not known, no word but that one accuses a visitor', () => {
    const others = Confirmation.unwrap().options.filter((word) => word !== 'not-known');
    const said = others.flatMap((word) => Hindrance.unwrap().options.map((door) => place(door, word)));
    expect(said).not.toContainEqual({ kind: 'shut', says: 'ring.notKnown' });
  });
});
