import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { CallId } from '../../../../protocol/call.ts';
import { initialState } from '../../../../renderer/desk/state.ts';
import { firstModel, holdModel } from '../../../../renderer/desk/store/heldModel.ts';
import { makeSounding } from '../../../../renderer/desk/store/sounding.ts';
import { aPicture, aView } from '../../../builders/view.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'clearInterval', 'performance'] }));
afterEach(() => void vi.useRealTimers());

/** A page that may sound, with a speaker that the test makes loud. */
function aPage() {
  const proved: string[] = [];
  let energy = 0;
  const held = holdModel({
    first: { ...firstModel({ program: null }, 0), state: initialState(0) },
    follow: () => sounding.follow(),
    later: () => {},
  });
  const sounding = makeSounding({
    model: held.model,
    ringer: {
      unlock: async () => true,
      setRinging: () => {},
      beep: () => {},
      chime: () => {},
      tryRing: () => {},
      soften: () => {},
      energy: () => energy,
      volume: () => 1,
      chooseSpeaker: async () => {},
    },
    receipts: { prove: (call) => void proved.push(call) },
  });
  held.apply({ kind: 'ears', ears: { shift: 'on', sound: 'running', window: 'here' } });
  held.apply({ kind: 'picture', picture: aPicture(), now: 0 });
  let count = 0;
  return {
    proved,
    hears: () => {
      energy = 0.5;
    },
    ring: () => {
      const call = { ...aView().call, id: CallId.parse(`call-${++count}`) };
      held.apply({ kind: 'ring', view: aView({ call }), now: 0 });
    },
  };
}

test('two hundred calls in a second are heard as soon as there is sound: a new one does not begin the listening anew', () => {
  const page = aPage();
  for (let call = 0; call < 200; call++) {
    page.ring();
    vi.advanceTimersByTime(5);
    if (call === 9) page.hears();
    if (call === 20) expect(page.proved.length).toBeGreaterThan(5);
  }
  vi.advanceTimersByTime(60);
  expect(new Set(page.proved).size).toBe(200);
});

test('where nothing was heard for 3 s, the next change listens anew', () => {
  const page = aPage();
  page.ring();
  vi.advanceTimersByTime(4_000);
  page.hears();
  vi.advanceTimersByTime(100);
  expect(page.proved).toEqual([]);
  page.ring();
  vi.advanceTimersByTime(60);
  expect(new Set(page.proved)).toEqual(new Set(['call-1', 'call-2']));
});
