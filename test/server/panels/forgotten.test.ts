import { expect, it } from 'vitest';
import { isForgotten } from '../../../server/panels/forgotten.ts';

const lines = [
  { number: 7, name: 'Garage', vendorName: 'PANEL 7' },
  { number: null, name: 'Side door', vendorName: 'Side door' },
];

it.each([
  ['whose number is among the site’s', { number: 7, name: 'an older name' }, false],
  ['whose number is not', { number: 8, name: 'Garage' }, true],
  ['without a number, by the vendor’s name', { number: null, name: 'PANEL 7' }, false],
  ['without a number, by the name that staff know', { number: null, name: 'Garage' }, false],
  ['without a number or a known name', { number: null, name: 'Roof' }, true],
])('a panel %s', (_which, seen, forgotten) => {
  expect(isForgotten(lines, seen)).toBe(forgotten);
});
