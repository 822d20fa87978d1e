import { describe, expect, it } from 'vitest';
import { CallId, EpochMs, SnapshotId } from '../../../protocol/call.ts';
import type { RingFact } from '../../../protocol/fact.ts';
import type { RingEvent } from '../../../server/ring/events.ts';
import type { Ring, RingCall } from '../../../server/ring/state.ts';
import { timelineOf } from '../../../server/ring/timeline.ts';
import { answeredBy, aRingingRing, at, later, north } from '../../builders/ring.ts';
import { engines } from '../../harness/stores.ts';
import { anArchive, harbor, mill } from '../store/anArchive.ts';

/** A call that came `afterMs` after the first, and what then happened to it. */
function aCall(id: string, afterMs = 0, changes: Partial<RingCall> = {}, ...events: readonly RingEvent[]): Ring {
  const ring = aRingingRing({ id: CallId.parse(id), guid: id, receivedAt: at(afterMs).wall, ...changes });
  return later(ring, ...events.map((event, index) => [(index + 1) * 1_000, event] as const));
}
const left: RingEvent = { kind: 'vendor-status', status: 'canceled' };
const vendorSays = (status: string): RingEvent => ({ kind: 'vendor-status', status });
const dayMs = 86_400_000;

describe.each(engines)('on %s', (engine) => {
  describe('the list of calls', () => {
    it('has the newest first, over all sites', async () => {
      const { archive, keep } = await anArchive(engine);
      await keep(aCall('first'));
      await keep(aCall('third', 20_000));
      await keep(aCall('second', 10_000), [], mill);
      const calls = await archive.calls({ limit: 10 });
      expect(calls.map(({ id }) => id)).toEqual(['third', 'second', 'first']);
    });

    it('keeps the newest when there are more than asked for', async () => {
      const { archive, keep } = await anArchive(engine);
      await keep(aCall('first'));
      await keep(aCall('second', 10_000), [], mill);
      await keep(aCall('third', 20_000));
      const calls = await archive.calls({ limit: 2 });
      expect(calls.map(({ id }) => id)).toEqual(['third', 'second']);
    });

    it('can be of one site, and from a time on', async () => {
      const { archive, keep } = await anArchive(engine);
      await keep(aCall('early'));
      await keep(aCall('late', 20_000));
      await keep(aCall('elsewhere', 20_000), [], mill);
      const calls = await archive.calls({ site: harbor, since: at(10_000).wall, limit: 10 });
      expect(calls.map(({ id }) => id)).toEqual(['late']);
    });

    it('tells each call as it stands', async () => {
      const { archive, keep } = await anArchive(engine);
      const resident = { recipient: { kind: 'resident', name: 'Noor Haddad' }, unit: '12F' } as const;
      await keep(aCall('talked', 0, resident, answeredBy(north), { kind: 'hung-up', by: north, because: null }));
      expect(await archive.calls({ limit: 1 })).toEqual([
        {
          id: 'talked',
          site: 'harbor-house',
          panel: 'North Lobby',
          unit: '12F',
          recipient: { kind: 'resident', name: 'Noor Haddad' },
          phase: 'ended',
          reason: 'hung-up',
          receivedAt: at(0).wall,
          endedAt: at(2_000).wall,
          by: 'north desk',
          snapshot: null,
          notKnown: false,
          inDoubt: false,
        },
      ]);
    });
  });

  describe('the history of a desk', () => {
    it('has the calls of its sites only, with the site’s name', async () => {
      const { archive, keep } = await anArchive(engine);
      await keep(aCall('ours'));
      await keep(aCall('theirs'), [], mill);
      const past = await archive.history([harbor], EpochMs.parse(0));
      expect(past.map(({ id, site }) => [id, site])).toEqual([['ours', { id: 'harbor-house', name: 'Harbor House' }]]);
    });

    it('says who answered, from which seat, and how long it rang', async () => {
      const { archive, keep } = await anArchive(engine);
      await keep(aCall('talked', 0, {}, answeredBy(north), { kind: 'hung-up', by: north, because: null }));
      const [call] = await archive.history([harbor], EpochMs.parse(0));
      expect([call?.by, call?.rangMs, call?.doorOpened]).toEqual([north, 1_000, false]);
    });

    /** A call whose door was opened from its ringing card. */
    const aCallWithDoor = (id: string) =>
      aCall(
        id,
        0,
        {},
        { kind: 'answered', by: north, purpose: 'door', takeOver: false },
        { kind: 'door-replied', by: north, outcome: 'accepted', door: 'Front entrance', afterOpening: 'stay' },
      );

    it('says that the door was opened', async () => {
      const { archive, keep } = await anArchive(engine);
      await keep(aCallWithDoor('opened'));
      expect((await archive.history([harbor], EpochMs.parse(0)))[0]?.doorOpened).toBe(true);
    });

    it('says of which calls no log confirmed the door', async () => {
      const { archive, keep } = await anArchive(engine);
      await keep(aCallWithDoor('silent'), [{ what: 'door-not-confirmed', desk: north.desk, door: 'Front entrance' }]);
      await keep(aCallWithDoor('opened'));
      const past = await archive.history([harbor], EpochMs.parse(0));
      expect(Object.fromEntries(past.map(({ id, doorNotConfirmed }) => [id, doorNotConfirmed]))).toEqual({
        silent: true,
        opened: false,
      });
    });

    it('is empty for a desk without sites', async () => {
      const { archive, keep } = await anArchive(engine);
      await keep(aCall('ours'));
      expect(await archive.history([], EpochMs.parse(0))).toEqual([]);
    });
  });

  describe('the missed list', () => {
    const missedIds = async (rings: readonly Ring[], now?: EpochMs) => {
      const { archive, keep } = await anArchive(engine, now);
      for (const ring of rings) await keep(ring);
      return (await archive.missed(harbor)).calls.map(({ id }) => id);
    };

    it.each([
      ['the visitor left', left],
      ['nobody answered in time', vendorSays('timeout_online_signal')],
      ['the vendor went on to a phone', vendorSays('voip_rollover')],
    ])('has a call when %s', async (_what, event) => {
      expect(await missedIds([aCall('missed', 0, {}, event)])).toEqual(['missed']);
    });

    it.each([
      ['rings still', []],
      ['was answered here', [answeredBy(north), { kind: 'hung-up', by: north, because: null }]],
      ['was answered elsewhere', [vendorSays('connecting_sip')]],
      ['was ended by a desk', [{ kind: 'ended-by-desk', by: north }]],
      ['proved to be a call that was ringing already', [{ kind: 'proved-same-call' }]],
    ] satisfies readonly (readonly [string, readonly RingEvent[]])[])('has no call that %s', async (_what, events) => {
      expect(await missedIds([aCall('not-missed', 0, {}, ...events)])).toEqual([]);
    });

    it('has no call that was talked in until the line was lost', async () => {
      const lost = later(
        aCall('lost', 0, {}, answeredBy(north), { kind: 'activating', by: north }, { kind: 'connected', by: north }),
        [4_000, { kind: 'seat-gone', by: north }],
        [700_000, { kind: 'ticked' }],
      );
      expect([lost.phase === 'ended' && lost.reason, await missedIds([lost])]).toEqual(['connection-failed', []]);
    });

    it('forgets a call after a day', async () => {
      expect(await missedIds([aCall('old', 0, {}, left)], EpochMs.parse(at(dayMs + 1).wall))).toEqual([]);
    });

    it('has the newest fifty, newest first', async () => {
      const ids = await missedIds(
        Array.from({ length: 60 }, (_, index) => aCall(`call-${index}`, index * 10, {}, left)),
      );
      expect([ids.length, ids[0], ids.at(-1)]).toEqual([20, 'call-59', 'call-40']);
    });

    it('loses a call that somebody has handled', async () => {
      const { archive, keep } = await anArchive(engine);
      await keep(aCall('one', 0, {}, left));
      await keep(aCall('two', 10, {}, left));
      await archive.markHandled([harbor], [CallId.parse('one')], at(9_000).wall);
      expect((await archive.missed(harbor)).calls.map(({ id }) => id)).toEqual(['two']);
    });

    it('keeps a call that a desk of another site says it has handled', async () => {
      const { archive, keep } = await anArchive(engine);
      await keep(aCall('ours', 0, {}, left));
      await archive.markHandled([mill], [CallId.parse('ours')], at(9_000).wall);
      expect((await archive.missed(harbor)).calls).toHaveLength(1);
    });
  });

  describe('the timeline of a call', () => {
    it('has one sentence and every fact in its order', async () => {
      const { archive, keep, journal } = await anArchive(engine);
      const ring = aCall('call-1', 0, {}, left);
      await keep(ring, [{ what: 'sent', seats: 2 }]);
      await journal.note(harbor, ring.call.id, [{ what: 'proved', desk: north.desk, stage: 'sounding', around: null }]);
      const history = await archive.timeline(ring.call.id);
      const timeline = history && timelineOf(history);
      expect([timeline?.sentence, timeline?.facts.map(({ what }) => what)]).toEqual([
        'North Lobby sounded at 1 desk for 1 s; the visitor left.',
        ['sent', 'sounding'],
      ]);
    });

    it('has the fields of each fact as they were written', async () => {
      const { archive, keep, journal } = await anArchive(engine);
      const ring = aCall('call-1');
      const written: readonly RingFact[] = [{ what: 'routed', count: 1, desks: [north.desk] }, { what: 'rings-again' }];
      const noted: readonly RingFact[] = [
        { what: 'granted', desk: north.desk, provider: 'a \u0000 "word" {}' },
        { what: 'ended', desk: null, reason: 'timed-out', rang: 'rang' },
      ];
      await keep(ring, written);
      await journal.note(harbor, ring.call.id, noted);
      const facts = (await archive.timeline(ring.call.id))?.facts.map(({ fact }) => fact);
      expect(facts).toEqual([...written, ...noted]);
    });

    it('shows the lines of an older relay as it wrote them, and tells its call in the same sentence', async () => {
      const { archive, keep, noteOld } = await anArchive(engine);
      const ring = aCall('call-1', 0, {}, left);
      await keep(ring);
      await noteOld(ring.call.id, 'routed', null, '2 desks: north, south');
      await noteOld(ring.call.id, 'sounding', 'north', 'to Speakers, volume 100 %');
      const history = await archive.timeline(ring.call.id);
      expect(history && timelineOf(history)).toMatchObject({
        sentence: 'North Lobby sounded at 1 desk for 1 s; the visitor left.',
        facts: [
          { what: 'routed', desk: null, detail: '2 desks: north, south' },
          { what: 'sounding', desk: 'north', detail: 'to Speakers, volume 100 %' },
        ],
      });
    });

    it('is null for a call that nobody knows', async () => {
      expect(await (await anArchive(engine)).archive.timeline(CallId.parse('nobody'))).toBeNull();
    });
  });

  describe('the site of a picture', () => {
    const snapshot = SnapshotId.parse('s'.repeat(24));

    it('is that of its call', async () => {
      const { archive, keep } = await anArchive(engine);
      await keep(aCall('pictured', 0, { snapshot }), [], mill);
      expect(await archive.siteOfSnapshot(snapshot)).toBe('mill-lane');
    });

    it('is null for a picture of no call', async () => {
      expect(await (await anArchive(engine)).archive.siteOfSnapshot(snapshot)).toBeNull();
    });
  });
});
