import { expect, test } from 'vitest';
import { firstModel, holdModel } from '../../../../renderer/desk/store/heldModel.ts';
import { aPicture, aView } from '../../../builders/view.ts';

/** A model whose frames the test ends by hand. */
function aModel() {
  const frames: (() => void)[] = [];
  let drawn = 0;
  const held = holdModel({
    first: firstModel({ program: null }, 0),
    follow: () => {},
    later: (act) => void frames.push(act),
  });
  held.subscribe(() => {
    drawn += 1;
  });
  return { held, drawn: () => drawn, endFrame: () => frames.shift()?.() };
}

test('the first change is drawn at once, those that follow within a frame together, and then it rests', () => {
  const { held, drawn, endFrame } = aModel();
  held.apply({ kind: 'picture', picture: aPicture(), now: 0 });
  expect(drawn()).toBe(1);
  for (let call = 0; call < 100; call++) held.apply({ kind: 'ring', view: aView({ callId: `call-${call}` }), now: 0 });
  expect([drawn(), held.model().state.rings.length], 'known, and not drawn yet').toEqual([1, 100]);
  endFrame();
  expect(drawn()).toBe(2);
  endFrame();
  expect(drawn()).toBe(2);
  held.patch({ locked: true });
  expect(drawn()).toBe(3);
});

test('what has to follow from a change does not wait for the frame', () => {
  let followed = 0;
  const held = holdModel({
    first: firstModel({ program: null }, 0),
    follow: () => {
      followed += 1;
    },
    later: () => {},
  });
  held.apply({ kind: 'picture', picture: aPicture(), now: 0 });
  held.apply({ kind: 'ring', view: aView(), now: 0 });
  expect(followed).toBe(2);
});
