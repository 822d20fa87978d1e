import { expect, test } from 'vitest';
import { keyAct } from '../../../renderer/desk/keys.ts';

const plain = { shiftKey: false, ctrlKey: false, altKey: false, metaKey: false };

test.each([
  ['a', { kind: 'press', shortcut: 'A', thenConfirm: false }],
  ['A', { kind: 'press', shortcut: 'A', thenConfirm: false }],
  ['2', { kind: 'press', shortcut: '2', thenConfirm: false }],
  ['Escape', { kind: 'press', shortcut: 'S', thenConfirm: false }],
  ['o', { kind: 'press', shortcut: 'O', thenConfirm: true }],
  ['e', { kind: 'press', shortcut: 'E', thenConfirm: true }],
  ['h', { kind: 'focus', shortcut: 'H' }],
  ['F6', { kind: 'newest-card' }],
  ['?', { kind: 'help' }],
  [' ', { kind: 'talk' }],
])('%s does what its button says', (key, act) => {
  expect(keyAct({ ...plain, key })).toEqual(act);
});

test('Shift+A answers muted', () => {
  expect(keyAct({ ...plain, shiftKey: true, key: 'A' })).toEqual({
    kind: 'press',
    shortcut: 'Shift+A',
    thenConfirm: false,
  });
});

test.each(['ctrlKey', 'altKey', 'metaKey'])('with %s held a key is somebody else’s', (held) => {
  expect(keyAct({ ...plain, [held]: true, key: 'a' })).toBeNull();
});

test.each(['5', '9', 'x', 'Enter', 'Tab'])('%s does nothing', (key) => {
  expect(keyAct({ ...plain, key })).toBeNull();
});
