import { describe, expect, test } from 'vitest';
import type { SiteSettings } from '../../../protocol/site.ts';
import { listHook } from '../../../server/intake/list/listed.ts';
import { receive } from '../../../server/intake/receive.ts';
import type { Arrival } from '../../../server/ring/arrival.ts';
import { inTurns } from '../../../server/ring/turns.ts';
import type { NotRung } from '../../../server/ring/whichRing.ts';
import { site } from '../../builders/ring.ts';
import { manualClock } from '../../fakes/manualClock.ts';
import { memoryJournal } from '../../fakes/memoryJournal.ts';

const forIlse = {
  guid: 'for-ilse-1',
  panel: { id: 1, name: 'Gate' },
  user: { id: 5100232, first_name: 'Ilse', last_name: 'Brandt' },
  unit: { id: 2203346, label: '3A' },
};
const left = { call: { ...forIlse }, status: 'canceled' };

type WalkOptions = {
  readonly keep?: SiteSettings['keepOthers'];
  readonly isFlooded?: boolean;
  readonly canWait?: boolean;
};

/** A walk into a journal in memory; `why` is the decision, and may change between deliveries. */
function aWalk({ keep = 'without-names', isFlooded = false, canWait = false }: WalkOptions = {}) {
  const clock = manualClock();
  const journal = memoryJournal(clock);
  const told: Arrival[] = [];
  const held: Arrival[] = [];
  const kept: string[] = [];
  let why: NotRung | null = 'front-desk-only';
  const deliver = (body: object, hook = 'hook') =>
    receive(
      { raw: new TextEncoder().encode(JSON.stringify(body)), value: body },
      { id: hook, site },
      {
        journal: {
          ...journal,
          append: (delivery, first) => {
            kept.push(`${delivery.kind} ${new TextDecoder().decode(delivery.raw)} ${JSON.stringify(delivery.other)}`);
            return journal.append(delivery, first);
          },
        },
        whyNotRung: () => why,
        panelName: (_site, { panelId, panel }) => (panelId === 2 ? 'Loading bay' : panel),
        keepOthers: () => keep,
        tellSwitchboard: (arrival) => void told.push(arrival),
        noteReading: () => {},
        holdBack: (arrival) => void held.push(arrival),
        takeFromBucket: () => !isFlooded,
        canWait: () => canWait,
        mayKeep: () => true,
        reportOdd: () => {},
        reportUnwritable: () => {},
        propose: () => null,
        turns: inTurns(() => {}),
        afterAnswer: async (push) => push(),
        clock,
        now: clock.moment,
      },
    );
  return {
    deliver,
    told,
    held,
    kept,
    journal,
    letRing: () => {
      why = null;
    },
  };
}

describe('a call that does not ring', () => {
  test('is taken once, then a duplicate, and the switchboard is not told', async () => {
    const { deliver, told } = aWalk();
    expect([await deliver(forIlse), await deliver(forIlse)]).toEqual(['not-rung', 'duplicate']);
    expect(told).toEqual([]);
  });

  test.each<readonly [keep: SiteSettings['keepOthers'], name: boolean, unit: boolean]>([
    ['everything', true, true],
    ['without-names', false, true],
    ['nothing', false, false],
  ])('is kept as far as the site allows: %s', async (keep, name, unit) => {
    const { deliver, kept } = aWalk({ keep });
    await deliver(forIlse);
    expect(kept.map((text) => [text.includes('Brandt'), text.includes('3A'), text.includes('for-ilse-1')])).toEqual([
      [name, unit, true],
    ]);
  });

  test('is listed under the panel’s own name, and kept under the vendor’s, with which its list is compared', async () => {
    const { deliver, kept } = aWalk();
    await deliver({ ...forIlse, panel: { id: 2, name: 'Gate' } });
    expect(kept).toEqual([expect.stringMatching(/"panel":\{"name":"Gate"\}.*"panel":"Loading bay"/)]);
  });

  test('has its statuses dropped, without the names in them', async () => {
    const { deliver, told, kept } = aWalk();
    await deliver(forIlse);
    expect(await deliver(left)).toBe('not-rung');
    expect([told, kept[1]]).toEqual([
      [],
      'other {"event":{"resource_type":"call","action":"status_update","data":{"id":null,"guid":"for-ilse-1","status":"canceled"}}} undefined',
    ]);
  });

  test('rings as new by a delivery that says that it does', async () => {
    const { deliver, told, letRing } = aWalk();
    await deliver(forIlse);
    letRing();
    expect([await deliver(forIlse), await deliver(forIlse)]).toEqual(['accepted', 'duplicate']);
    expect(told.length).toBe(2);
  });

  test('is not acknowledged while the journal cannot write, and does not ring for that', async () => {
    const { deliver, told, journal } = aWalk();
    journal.failWhen(() => true);
    expect([await deliver(forIlse), told]).toEqual(['not-stored', []]);
  });
});

test('a status that overtakes its call is told with its words alone, for the call may not ring', async () => {
  const { deliver, told, kept } = aWalk();
  expect(await deliver(left)).toBe('accepted');
  expect(told.map(({ reading }) => reading)).toMatchObject([
    { kind: 'status', facts: { guid: 'for-ilse-1', vendorId: null }, status: 'canceled' },
  ]);
  expect(kept.join()).not.toMatch(/Ilse|Brandt/);
});

describe('a status that says that a call rings, of a call that nobody knows', () => {
  const rings = { call: forIlse, status: 'initializing' };

  test('is kept whole where its call rings, so that it can be taken up again', async () => {
    const { deliver, told, kept, letRing } = aWalk();
    letRing();
    expect(await deliver(rings)).toBe('accepted');
    expect(told).toMatchObject([{ reading: { kind: 'status', facts: { panel: 'Gate', unit: '3A' } } }]);
    expect(kept).toEqual([expect.stringMatching(/^status .*Brandt/)]);
  });

  test('rings nobody where its call does not', async () => {
    const { deliver, told, kept } = aWalk();
    expect(await deliver(rings)).toBe('not-rung');
    expect(told).toEqual([]);
    expect(kept).toEqual([expect.stringMatching(/^other .*"why":"front-desk-only"/)]);
    expect(kept.join()).not.toMatch(/Ilse|Brandt/);
  });

  test('says no more of a call that is known not to ring', async () => {
    const { deliver, told } = aWalk();
    await deliver(forIlse);
    expect(await deliver({ call: { guid: forIlse.guid }, status: 'initializing' })).toBe('not-rung');
    expect(told).toEqual([]);
  });
});

describe('a call of a flooded webhook', () => {
  const flooded = { isFlooded: true, canWait: true };
  const forDesk = { ...forIlse, user: null, unit: null };

  test('waits where ButterflyMX’s lists can name it, with its name alone on the disk', async () => {
    const { deliver, told, held, kept, letRing } = aWalk(flooded);
    letRing();
    expect(await deliver(forIlse)).toBe('accepted');
    expect([told, held.map(({ reading }) => reading)]).toMatchObject([[], [{ facts: { guid: 'for-ilse-1' } }]]);
    expect(kept).toEqual([
      'withheld {"event":{"resource_type":"call","action":"create","data":{"guid":"for-ilse-1","id":null}}} undefined',
    ]);
  });

  test.each([
    ['no list can name it', { isFlooded: true, canWait: false }],
    ['its webhook brings no more than a building has', { isFlooded: false, canWait: true }],
  ])('rings at once where %s', async (_where, options) => {
    const { deliver, told, held, letRing } = aWalk(options);
    letRing();
    await deliver(forDesk);
    expect([told.length, held.length]).toEqual([1, 0]);
  });

  test('rings at once where ButterflyMX’s own list told of it', async () => {
    const { deliver, told, held, letRing } = aWalk(flooded);
    letRing();
    await deliver(forDesk, listHook);
    expect([told.length, held.length]).toEqual([1, 0]);
  });

  test('rings at once where the journal cannot write: it would be lost otherwise', async () => {
    const { deliver, told, held, journal, letRing } = aWalk(flooded);
    letRing();
    journal.failWhen(() => true);
    expect(await deliver(forDesk)).toBe('not-stored');
    expect([told.length, held.length]).toEqual([1, 0]);
  });
});
