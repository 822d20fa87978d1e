import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RingEvent } from '../../../server/ring/events.ts';
import { advance, begin, moved, nextDue } from '../../../server/ring/ring.ts';
import {
  aClaimedRing,
  anActivatedRing,
  anEndedRing,
  answeredBy,
  aRingCall,
  aRingingRing,
  aTalkingRing,
  at,
  later,
  north,
  northOtherSeat,
  south,
  windowMs,
} from '../../builders/ring.ts';

const tick: RingEvent = { kind: 'ticked' };
const status = (word: string): RingEvent => ({ kind: 'vendor-status', status: word });

describe('a call that begins', () => {
  test('rings', () => {
    expect(aRingingRing().phase).toBe('ringing');
  });
  test('is history when it is older than the ring window', () => {
    const { ring } = begin(aRingCall(), { started: at(0), now: at(windowMs), windowMs });
    expect(ring).toMatchObject({ phase: 'ended', reason: 'timed-out', rangMs: 0 });
  });
});

describe('a call that was found late', () => {
  const found = begin(aRingCall(), { started: at(0), now: at(15_000), windowMs }).ring;
  test('rang from when it was found, through a boot too', () => {
    expect(later(found, [18_000, { kind: 'vendor-status', status: 'canceled' }]).rangMs).toBe(3_000);
    const { mono, wall } = at(18_000);
    const afterBoot = advance(
      moved(found, 1_000),
      { kind: 'vendor-status', status: 'canceled' },
      { wall, mono: mono + 1_000 },
    );
    expect(afterBoot.ring.rangMs).toBe(3_000);
  });
  test('is rung on to the end of the window that began when it came', () => {
    expect(nextDue(found)).toBe(at(windowMs).mono);
  });
});

describe('a ringing call', () => {
  test('goes to the seat that answers, and says so at once', () => {
    const { ring, reply } = advance(aRingingRing(), answeredBy(north), at(1_000));
    expect([ring, reply]).toMatchObject([{ phase: 'claimed', by: north, rangMs: 1_000 }, { outcome: 'yours' }]);
  });
  test('without a guid cannot be answered yet', () => {
    const { ring, reply } = advance(aRingingRing({ guid: null }), answeredBy(north), at(1_000));
    expect([ring.phase, reply]).toEqual(['ringing', { outcome: 'refused', because: 'no-media-yet' }]);
  });
  test('silenced at one desk rings on at the others', () => {
    const ring = later(aRingingRing(), [1_000, { kind: 'silenced', desk: north.desk }]);
    expect(ring).toMatchObject({ phase: 'ringing', silencedBy: [north.desk] });
  });
  test.each([
    ['connecting_sip', 'answered-elsewhere'],
    ['opened_door', 'door-opened'],
    ['canceled', 'visitor-left'],
    ['rejected', 'rejected'],
    ['timeout_online_signal', 'timed-out'],
    ['voip_rollover', 'rolled-over'],
  ])('ends with the status %s as %s', (word, reason) => {
    expect(later(aRingingRing(), [1_000, status(word)])).toMatchObject({ phase: 'ended', reason });
  });
  test.each(['initializing', 'a_status_of_tomorrow'])('does not end with the status %s', (word) => {
    expect(later(aRingingRing(), [1_000, status(word)]).phase).toBe('ringing');
  });
  test('rings one millisecond before its window ends, and then asks the vendor', () => {
    expect(advance(aRingingRing(), tick, at(windowMs - 1)).effects).toEqual([]);
    expect(advance(aRingingRing(), tick, at(windowMs)).effects).toEqual([{ kind: 'ask-status' }]);
  });
  test('rings on past its window while the vendor says that the visitor waits, at most to 90 s', () => {
    let ring = aRingingRing();
    for (let ms = windowMs; ring.phase === 'ringing' && ms < 200_000; ms += 1_000) {
      ring = later(ring, [ms, tick], [ms + 1, { kind: 'status-checked', status: 'initializing' }]);
    }
    expect(ring).toMatchObject({ phase: 'ended', reason: 'timed-out', rangMs: 90_000 });
  });
  test.each([null, 'something_else'])('ends at its window when the vendor answers %s', (word) => {
    const ring = later(aRingingRing(), [windowMs, tick], [windowMs + 10, { kind: 'status-checked', status: word }]);
    expect(ring).toMatchObject({ phase: 'ended', reason: 'timed-out' });
  });
  test('ends as door opened when our press went unanswered and the vendor then says that it opened', () => {
    const again = later(anActivatedRing(), [
      2_000,
      { kind: 'connecting-failed', by: north, because: { kind: 'vendor-failed', failure: 'refused' } },
    ]);
    const ring = later(again, [windowMs, tick], [windowMs + 10, { kind: 'status-checked', status: 'opened_door' }]);
    expect(ring).toMatchObject({ phase: 'ended', reason: 'door-opened', by: null });
  });
  test('ends when the vendor does not answer at all', () => {
    const ring = later(aRingingRing(), [windowMs, tick], [windowMs + 4_000, tick]);
    expect(ring).toMatchObject({ phase: 'ended', reason: 'timed-out' });
  });
  test('ended by a desk tells the vendor', () => {
    const { ring, effects } = advance(aRingingRing(), { kind: 'ended-by-desk', by: south }, at(1_000));
    expect([ring, effects]).toMatchObject([
      { phase: 'ended', reason: 'ended-by-desk', by: south },
      [{ notice: 'call_ended' }],
    ]);
  });
});

describe('a claimed call', () => {
  test('is refused to another desk, which is told who has it', () => {
    expect(advance(aClaimedRing(), answeredBy(south), at(2_000)).reply).toEqual({
      outcome: 'refused',
      because: 'already-claimed',
      by: north,
    });
  });
  test('is still the same seat’s when its first reply was lost', () => {
    expect(advance(aClaimedRing(), answeredBy(north), at(2_000)).reply).toEqual({ outcome: 'yours' });
  });
  test('is refused to another window of the same desk unless that takes over', () => {
    expect(advance(aClaimedRing(), answeredBy(northOtherSeat), at(2_000)).reply).toMatchObject({
      because: 'claimed-by-same-desk',
    });
    const taken = later(aClaimedRing(), [
      2_000,
      { kind: 'answered', by: northOtherSeat, purpose: 'talk', takeOver: true },
    ]);
    expect(taken).toMatchObject({ phase: 'claimed', by: northOtherSeat });
  });
  test('becomes a talk when its seat is connected, and the vendor is told', () => {
    const { ring, effects } = advance(anActivatedRing(), { kind: 'connected', by: north }, at(3_000));
    expect([ring.phase, effects]).toEqual(['talking', [{ kind: 'tell-vendor', notice: 'call_accepted' }]]);
  });
  test('becomes no talk by a seat that says so without media, or that came to open the door', () => {
    const connected: RingEvent = { kind: 'connected', by: north };
    expect(advance(aClaimedRing(), connected, at(2_000))).toMatchObject({ ring: { phase: 'claimed' }, effects: [] });
    const forDoor = later(
      aRingingRing(),
      [1_000, { kind: 'answered', by: north, purpose: 'door', takeOver: false }],
      [1_500, { kind: 'activating', by: north }],
    );
    expect(later(forDoor, [2_000, connected]).phase).toBe('claimed');
  });
  test('becomes a talk for the next desk too, whose media needs no new word to the vendor', () => {
    const next = later(
      anActivatedRing(),
      [2_000, { kind: 'connecting-failed', by: north, because: { kind: 'vendor-failed', failure: 'slow' } }],
      [3_000, answeredBy(south)],
      [4_000, { kind: 'connected', by: south }],
    );
    expect(next).toMatchObject({ phase: 'talking', by: south });
  });
  test('rings again for the others when its seat is not connected within 12 s', () => {
    expect(later(aClaimedRing(), [12_999, tick]).phase).toBe('claimed');
    expect(later(aClaimedRing(), [13_000, tick]).phase).toBe('ringing');
  });
  test('rings again 5 s after its seat went, and not when that came back', () => {
    const gone = later(aClaimedRing(), [2_000, { kind: 'seat-gone', by: north }]);
    expect(later(gone, [6_999, tick]).phase).toBe('claimed');
    expect(later(gone, [7_000, tick]).phase).toBe('ringing');
    expect(later(gone, [6_000, { kind: 'seat-back', by: north }], [8_000, tick]).phase).toBe('claimed');
  });
  test('rings again when media could not be connected', () => {
    const failed: RingEvent = { kind: 'hung-up', by: north, because: 'connection-failed' };
    expect(later(anActivatedRing(), [5_000, failed]).phase).toBe('ringing');
  });
  test('that failed at the end of its window still gives the others 15 s', () => {
    const late = later(aRingingRing(), [39_000, answeredBy(north)], [51_000, tick]);
    expect(late).toMatchObject({ phase: 'ringing', ringsUntil: at(66_000).mono });
  });
  test.each(['connecting_sip', 'opened_door', 'initializing'])(
    'takes %s as its own echo once it was activated',
    (word) => {
      expect(later(anActivatedRing(), [3_000, status(word)]).phase).toBe('claimed');
    },
  );
  test('was answered elsewhere when connecting_sip comes before we activated it', () => {
    expect(later(aClaimedRing(), [1_200, status('connecting_sip')])).toMatchObject({
      phase: 'ended',
      reason: 'answered-elsewhere',
    });
  });
  test.each(['canceled', 'rejected', 'timeout_online_signal'])('ends with %s after activation too', (word) => {
    expect(later(anActivatedRing(), [3_000, status(word)]).phase).toBe('ended');
  });
  test('for its door alone ends with the door, or rings again', () => {
    const forDoor = later(aRingingRing(), [1_000, { kind: 'answered', by: north, purpose: 'door', takeOver: false }]);
    expect(
      later(forDoor, [
        2_000,
        { kind: 'door-replied', by: north, outcome: 'accepted', door: 'Front entrance', afterOpening: 'stay' },
      ]),
    ).toMatchObject({
      phase: 'ended',
      reason: 'door-opened',
      doorOpened: true,
    });
    expect(
      later(forDoor, [
        2_000,
        { kind: 'door-replied', by: north, outcome: 'refused', door: 'Front entrance', afterOpening: 'stay' },
      ]).phase,
    ).toBe('ringing');
  });
});

describe('a talk', () => {
  test('rings nobody when its link is lost, and ends after ten minutes of nothing', () => {
    const lost = later(aTalkingRing(), [10_000, { kind: 'seat-gone', by: north }]);
    expect(later(lost, [60_000, tick]).phase).toBe('talking');
    expect(later(lost, [610_000, tick])).toMatchObject({ phase: 'ended', reason: 'connection-failed' });
  });
  test('goes on for as long as its seat is there', () => {
    expect(nextDue(aTalkingRing())).toBeNull();
  });
  test('ends by its seat alone, not by another desk', () => {
    expect(advance(aTalkingRing(), { kind: 'hung-up', by: south, because: null }, at(9_000)).reply).toMatchObject({
      because: 'not-yours',
    });
    expect(later(aTalkingRing(), [9_000, { kind: 'hung-up', by: north, because: null }])).toMatchObject({
      reason: 'hung-up',
    });
  });
  test('notes a door that opened and goes on', () => {
    expect(
      later(aTalkingRing(), [
        5_000,
        { kind: 'door-replied', by: north, outcome: 'accepted', door: 'Front entrance', afterOpening: 'stay' },
      ]),
    ).toMatchObject({
      phase: 'talking',
      doorOpened: true,
    });
  });
});

const holder = fc.constantFrom(north, northOtherSeat, south);
const anEvent: fc.Arbitrary<RingEvent> = fc.oneof(
  fc.record({
    kind: fc.constant('answered' as const),
    by: holder,
    purpose: fc.constantFrom('talk' as const, 'door' as const),
    takeOver: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('silenced' as const), desk: holder.map(({ desk }) => desk) }),
  fc.record({ kind: fc.constant('ended-by-desk' as const), by: holder }),
  fc.record({
    kind: fc.constant('hung-up' as const),
    by: holder,
    because: fc.constantFrom(null, 'connection-failed' as const),
  }),
  fc.record({
    kind: fc.constant('vendor-status' as const),
    status: fc.constantFrom('initializing', 'connecting_sip', 'opened_door', 'canceled', 'x'),
  }),
  fc.record({
    kind: fc.constant('status-checked' as const),
    status: fc.constantFrom(null, 'initializing', 'connecting_sip', 'canceled'),
  }),
  fc.record({
    kind: fc.constantFrom('activating' as const, 'connected' as const, 'seat-gone' as const, 'seat-back' as const),
    by: holder,
  }),
  fc.record({
    kind: fc.constant('door-replied' as const),
    by: holder,
    outcome: fc.constantFrom('accepted' as const, 'refused' as const, 'unknown' as const),
    door: fc.constant('Front entrance'),
    afterOpening: fc.constantFrom('stay' as const, 'end' as const),
  }),
  fc.constant(tick),
);
const aLife = fc.array(fc.tuple(fc.integer({ min: 0, max: 20_000 }), anEvent), { maxLength: 40 });

describe('whatever happens', () => {
  test('an ended call stays ended with the same reason', () => {
    fc.assert(
      fc.property(anEvent, (event) => {
        const ended = anEndedRing();
        const { ring } = advance(ended, event, at(9_000));
        expect(ring).toMatchObject({ phase: 'ended', reason: 'visitor-left' });
      }),
    );
  });
  test('every state but a talk with its seat there ends or changes by time alone', () => {
    fc.assert(
      fc.property(aLife, (life) => {
        let ms = 0;
        let ring = aRingingRing();
        for (const [pause, event] of life) {
          ms += pause;
          ring = advance(ring, event, at(ms)).ring;
        }
        for (let turn = 0; turn < 50; turn++) {
          const due = nextDue(ring);
          if (due === null) break;
          ring = advance(ring, tick, { ...at(0), mono: Math.max(due, at(ms).mono) }).ring;
        }
        expect(ring.phase === 'ended' || (ring.phase === 'talking' && ring.seatGoneMono === null)).toBe(true);
      }),
    );
  });
  test('a ring moved to another clock and back is the same', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(aRingingRing(), aClaimedRing(), aTalkingRing(), anEndedRing()),
        fc.integer(),
        (ring, shift) => {
          expect(moved(moved(ring, shift), -shift)).toEqual(ring);
        },
      ),
    );
  });
});
