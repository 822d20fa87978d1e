import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CallId, EpochMs, SiteId } from '../../../protocol/call.ts';
import {
  type DeskEvent,
  type DeskState,
  deafness,
  initialState,
  isRinging,
  isSounding,
  needsPicture,
  ownRing,
  reduce,
  soundingRings,
  waitedMs,
  waitingRings,
} from '../../../renderer/desk/state.ts';
import { aPicture, aView, thisDesk, thisSeat } from '../../builders/view.ts';

const told = (events: readonly DeskEvent[], from: DeskState = initialState(0)) => events.reduce(reduce, from);
const picture = (changes = {}, now = 0): DeskEvent => ({ kind: 'picture', picture: aPicture(changes), now });
const ring = (view = aView(), now = 0): DeskEvent => ({ kind: 'ring', view, now });
const phases = ({ rings }: DeskState) => rings.map(({ view }) => `${view.call.id} ${view.phase}`);
const holder = (seat: string) => ({ desk: thisDesk.id, seat, name: thisDesk.name });

describe('a picture', () => {
  test('replaces everything: a live call that is not in it is over', () => {
    expect(phases(told([picture({ rings: [aView()] }), picture({ rings: [] })]))).toEqual([]);
  });
  test('brings back what rings, with its true waiting time', () => {
    const { rings } = told([picture({ rings: [aView()] }, 100)]);
    expect(rings.map((known) => waitedMs(known, 1_100))).toEqual([3_000]);
  });
});

describe('a picture that is not whole', () => {
  const part = (changes = {}, now = 0) => picture({ isWhole: false, ...changes }, now);
  const end = (epoch = 'epoch-1'): DeskEvent => ({ kind: 'pictureEnd', epoch });
  const two = picture({ rings: [aView(), aView({ callId: 'call-2' })] });

  test('ends no call by leaving it out', () => {
    expect(phases(told([two, part({ rings: [aView()] })]))).toEqual(['call-1 ringing', 'call-2 ringing']);
  });
  test('ends at its end what neither it nor a ring since has told', () => {
    expect(phases(told([two, part({ rings: [aView()] }), end()]))).toEqual(['call-1 ringing']);
    const again = ring(aView({ callId: 'call-2' }));
    expect(
      phases(told([two, part({ rings: [aView()] }), again, end()])),
      'the same revision proves that it is',
    ).toEqual(['call-1 ringing', 'call-2 ringing']);
  });
  test('ends nothing at the end of another relay’s picture, nor at an end that comes twice or alone', () => {
    expect(phases(told([two, part(), end('epoch-0')]))).toHaveLength(2);
    expect(phases(told([two, end()]))).toHaveLength(2);
    expect(phases(told([two, part({ rings: [aView()] }), end(), ring(aView({ callId: 'call-3' })), end()]))).toEqual([
      'call-1 ringing',
      'call-3 ringing',
    ]);
  });
  test('keeps the oldest on top, in whatever order the rest comes', () => {
    const at = (callId: string, receivedAt: number) =>
      aView({ callId, call: { ...aView().call, id: CallId.parse(callId), receivedAt } });
    const events = [part({ rings: [at('call-2', 2)] }), ring(at('call-3', 3)), ring(at('call-1', 1)), end()];
    expect(told(events).rings.map(({ view }) => view.call.id)).toEqual(['call-1', 'call-2', 'call-3']);
  });
  test('of a relay that was started again takes its views, whatever their revision', () => {
    const before = picture({ rings: [aView({ revision: 9 })] });
    const after = [part({ epoch: 'epoch-2' }), ring(aView({ epoch: 'epoch-2', revision: 1 })), end('epoch-2')];
    expect(told([before, ...after]).rings.map(({ view }) => view.epoch)).toEqual(['epoch-2']);
  });
});

describe('calls that are not drawn', () => {
  const site = SiteId.parse('demo');
  const undrawn = (count: number, hidden: readonly string[] = [], now = 0): DeskEvent => ({
    kind: 'undrawn',
    undrawn: { site, count, hidden: hidden.map((id) => CallId.parse(id)) },
    now,
  });
  const silence: DeskEvent = { kind: 'undrawn-silenced', site };
  const sounds = (...events: readonly DeskEvent[]) => isSounding(told([picture(), ...events]));

  test('leave the screen without an outcome, and nothing that somebody holds leaves with them', () => {
    const held = aView({ callId: 'call-2', phase: 'claimed', by: holder('another-seat') });
    const state = told([picture({ rings: [aView(), held] }), undrawn(2, ['call-1', 'call-2'])]);
    expect(phases(state)).toEqual(['call-2 claimed']);
    expect(isRinging(state)).toBe(true);
  });
  test('of another site with the same number stay', () => {
    const elsewhere = aView({ site: { id: 'east', name: 'East House' } });
    expect(phases(told([picture({ rings: [elsewhere] }), undrawn(1, ['call-1'])]))).toEqual(['call-1 ringing']);
  });
  test('sound until they are silenced, and again as soon as one more may be among them', () => {
    expect(sounds(undrawn(37))).toBe(true);
    expect(sounds(undrawn(37), silence)).toBe(false);
    expect(sounds(undrawn(37), silence, undrawn(36))).toBe(false);
    expect(sounds(undrawn(37), silence, undrawn(38))).toBe(true);
    expect(sounds(undrawn(37), silence, undrawn(36), undrawn(37)), 'one has left, and one has come').toBe(true);
  });
  test('sound on when a call that rang aloud is hidden among those that were silenced, though there are no more', () => {
    expect(sounds(undrawn(37), silence, ring(), undrawn(37, ['call-1']))).toBe(true);
  });
  test('stay silent when the one that is hidden was silenced itself', () => {
    const silenced = ring(aView({ silencedBy: [thisDesk.id] }));
    expect(sounds(undrawn(37), silence, silenced, undrawn(38, ['call-1']))).toBe(false);
  });
  test('stay silent through a new picture, but sound again after the link was gone', () => {
    const anew = picture({ undrawn: [{ site, count: 37, hidden: [] }] });
    expect(sounds(undrawn(37), silence, anew)).toBe(false);
    expect(sounds(undrawn(37), silence, { kind: 'down', now: 1 }, anew)).toBe(true);
    expect(told([picture(), undrawn(37), picture()]).undrawn, 'a picture without them has none').toEqual([]);
  });
  test('without a link ring no longer than any call does', () => {
    const state = told([picture(), undrawn(37, [], 1_000), { kind: 'down', now: 2_000 }]);
    expect(isRinging(told([{ kind: 'ticked', now: 90_999 }], state))).toBe(true);
    expect(isRinging(told([{ kind: 'ticked', now: 91_000 }], state))).toBe(false);
  });
});

describe('a ring of a phase that this page does not know', () => {
  const strange = ring(aView({ phase: 'parked' }));
  test('stands there, and neither sounds nor waits for an answer', () => {
    const state = told([picture(), strange]);
    expect(phases(state)).toEqual(['call-1 unknown']);
    expect([isSounding(state), isRinging(state), ownRing(state)]).toEqual([false, false, null]);
  });
  test('goes with a picture that lacks it', () => {
    expect(phases(told([picture(), strange, picture()]))).toEqual([]);
  });
});

describe('the door of a call that is just over', () => {
  const over = ring(aView({ revision: 2, phase: 'ended', reason: 'hung-up' }));
  const late = (...events: readonly DeskEvent[]) => told([picture(), over, ...events]).late.length;
  test('stays through a new picture, for the relay opens it for a minute', () => {
    expect([late(), late(picture())]).toEqual([1, 1]);
  });
  test('goes with a demonstration that was started over since, and stays with one that was before', () => {
    const { receivedAt } = aView().call;
    expect(late(picture({ clearedUntil: receivedAt }))).toBe(0);
    expect(late(picture({ clearedUntil: EpochMs.parse(receivedAt - 1) }))).toBe(1);
  });
});

describe('a view', () => {
  test('before any picture changes nothing, and asks for one', () => {
    expect(phases(told([ring()]))).toEqual([]);
    expect(needsPicture(initialState(0), aView())).toBe(true);
  });
  test('of another start of the relay changes nothing, and asks for a picture', () => {
    const state = told([picture()]);
    expect(phases(told([ring(aView({ epoch: 'epoch-2' }))], state))).toEqual([]);
    expect(needsPicture(state, aView({ epoch: 'epoch-2' }))).toBe(true);
  });
  test('applies only when its revision is higher', () => {
    const claimed = aView({ revision: 2, phase: 'claimed', by: holder('another-seat') });
    expect(phases(told([picture(), ring(claimed), ring(aView())]))).toEqual(['call-1 claimed']);
  });
  test.each([[[3, 1, 2]], [[1, 2, 3]], [[2, 2, 3, 1]]])(
    'of revisions %j leaves the newest, in any order and however often',
    (revisions) => {
      const state = told([picture(), ...revisions.map((revision) => ring(aView({ revision, ringsForMs: revision })))]);
      expect(state.rings.map(({ view }) => view.revision)).toEqual([3]);
    },
  );
  test('whatever arrives, in whatever order, the highest revision stands', () => {
    const sent = fc.array(
      fc.record({ call: fc.constantFrom('call-1', 'call-2'), revision: fc.integer({ min: 1, max: 9 }) }),
      { minLength: 1, maxLength: 20 },
    );
    fc.assert(
      fc.property(sent, (views) => {
        const state = told([picture(), ...views.map(({ call, revision }) => ring(aView({ callId: call, revision })))]);
        for (const { view } of state.rings) {
          expect(view.revision).toBe(
            Math.max(...views.filter(({ call }) => call === view.call.id).map(({ revision }) => revision)),
          );
        }
      }),
    );
  });
});

describe('an ended ring', () => {
  const ended = aView({ revision: 2, phase: 'ended', reason: 'visitor-left' });
  test('keeps its place for three seconds with its outcome, then goes', () => {
    const state = told([picture(), ring(), ring(ended, 1_000)]);
    expect(phases(told([{ kind: 'ticked', now: 3_999 }], state))).toEqual(['call-1 ended']);
    expect(phases(told([{ kind: 'ticked', now: 4_000 }], state))).toEqual([]);
  });
});

describe('without a link', () => {
  test('a ring goes on until its window is over, and no longer', () => {
    const state = told([picture(), ring(aView(), 0), { kind: 'down', now: 100 }]);
    expect(phases(told([{ kind: 'ticked', now: 37_999 }], state))).toEqual(['call-1 ringing']);
    expect(phases(told([{ kind: 'ticked', now: 38_000 }], state))).toEqual([]);
  });
});

describe('what sounds here', () => {
  test('is every waiting ring but those that this desk has silenced', () => {
    const state = told([
      picture(),
      ring(aView()),
      ring(aView({ callId: 'call-2', silencedBy: [thisDesk.id] })),
      ring(aView({ callId: 'call-3', silencedBy: ['south'] })),
    ]);
    expect(soundingRings(state).map(({ view }) => view.call.id)).toEqual(['call-1', 'call-3']);
    expect(waitingRings(state)).toHaveLength(3);
  });
});

describe('the ring that is mine', () => {
  test('is the one that this very seat holds', () => {
    const mine = aView({ phase: 'talking', by: holder(thisSeat), linkLost: false });
    expect(ownRing(told([picture({ rings: [mine] })]))?.view.call.id).toBe('call-1');
  });
  test('is not one of another window of the same desk', () => {
    const theirs = aView({ phase: 'talking', by: holder('another-seat'), linkLost: false });
    expect(ownRing(told([picture({ rings: [theirs] })]))).toBeNull();
  });
});

describe('a desk is deaf', () => {
  const ears = (change: Partial<DeskState['ears']>): DeskEvent => ({ kind: 'ears', ears: change });
  test('until its shift has begun and sound runs', () => {
    expect(deafness(told([]))).toBe('not-started');
    expect(deafness(told([ears({ shift: 'on' })]))).toBe('sound-locked');
    expect(deafness(told([ears({ shift: 'on', sound: 'running' })]))).toBeNull();
  });
  test.each([
    [{ away: true }, 'stepped-away'],
    [{ window: 'elsewhere' }, 'another-window'],
    [{ sound: 'no-speaker' }, 'no-speaker'],
  ] as const)('when %j', (change, because) => {
    expect(deafness(told([ears({ shift: 'on', sound: 'running' }), ears(change)]))).toBe(because);
  });
});
