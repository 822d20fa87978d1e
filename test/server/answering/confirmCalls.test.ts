/** What is drawn from ButterflyMX's answers about a call: an honest visitor is never accused. */
import { describe, expect, test } from 'vitest';
import { CallId } from '../../../protocol/call.ts';
import { confirmCalls, notFoundTwiceMs } from '../../../server/answering/confirmCalls.ts';
import type { RingState } from '../../../server/ring/ports.ts';
import { aRingingRing, site } from '../../builders/ring.ts';
import { manualClock } from '../../fakes/manualClock.ts';

const state: RingState = {
  site,
  call: CallId.parse('call-1'),
  revision: 1,
  ring: aRingingRing(),
  unrecorded: false,
};
const notFound = { kind: 'not-found', asked: 1 } as const;
const known = {
  kind: 'known',
  account: 'desk',
  status: { status: 'initializing', panelId: 40_217, panelName: null, provider: null, pictureUrl: null },
} as const;

function aJudgement({ namesOurs = true, isAbsent = null }: { namesOurs?: boolean; isAbsent?: boolean | null } = {}) {
  const clock = manualClock();
  const said: string[] = [];
  const judgement = confirmCalls({
    clock,
    namesOurs: () => namesOurs,
    isAbsentFromLists: () => isAbsent,
    conclude: (_state, because) => void said.push(because),
    confirmed: (_state, { panelId }) => void said.push(`confirmed at ${panelId}`),
  });
  return {
    ...judgement,
    said,
    notFoundTwice: () => {
      judgement.heard(state, notFound);
      clock.pass(notFoundTwiceMs);
      judgement.heard(state, notFound);
    },
    clock,
  };
}

describe('a call of ours that every account answers 404', () => {
  test('is not known once they did so twice, three seconds apart', () => {
    const { heard, said, clock } = aJudgement();
    heard(state, notFound);
    clock.pass(notFoundTwiceMs - 1);
    heard(state, notFound);
    expect(said).toEqual([]);
    clock.pass(1);
    heard(state, notFound);
    expect(said).toEqual(['not-known']);
  });

  test('is asked about again after three seconds', () => {
    const { heard, pauseOf } = aJudgement();
    expect(pauseOf(state)).toBeNull();
    heard(state, notFound);
    expect(pauseOf(state)).toBe(notFoundTwiceMs);
  });

  test.each([
    ['fresh lists lack it too', true, ['not-known']],
    ['the lists have it, or too few were read', false, []],
  ])('where the building’s list is read: %s', (_how, isAbsent, expected) => {
    const judgement = aJudgement({ isAbsent });
    judgement.notFoundTwice();
    expect(judgement.said).toEqual(expected);
  });
});

test('a call that names nobody of ours is never accused: it cannot be checked', () => {
  const judgement = aJudgement({ namesOurs: false, isAbsent: true });
  judgement.notFoundTwice();
  expect(judgement.said).toEqual(['cannot-be-checked']);
});

test('where nobody can be asked it cannot be checked, and no answer says nothing', () => {
  const { heard, said } = aJudgement();
  heard(state, { kind: 'no-answer', because: 'slow' });
  heard(state, { kind: 'nobody-to-ask' });
  expect(said).toEqual(['cannot-be-checked']);
});

test('a call that is known is confirmed at the panel that ButterflyMX names, after a 404 too', () => {
  const { heard, said } = aJudgement();
  heard(state, notFound);
  heard(state, known);
  expect(said).toEqual(['confirmed at 40217']);
});
