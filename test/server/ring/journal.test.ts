import { beforeEach, describe, expect, test } from 'vitest';
import { CallId, SiteId } from '../../../protocol/call.ts';
import type { DeliveryRecord, Journal, StepRecord } from '../../../server/ring/journal.ts';
import { DataFolderInUse, lockFolder } from '../../../server/store/sqlite/openDatabase.ts';
import { anEndedRing, aRingingRing, site } from '../../builders/ring.ts';
import { type ManualClock, manualClock } from '../../fakes/manualClock.ts';
import { memoryJournal } from '../../fakes/memoryJournal.ts';
import { type Engine, engines, type SomeStores, someStores } from '../../harness/stores.ts';

let journal: Journal;
let clock: ManualClock;
beforeEach(() => {
  clock = manualClock();
});

const call = CallId.parse('call-1');
const aDelivery = (changes: Partial<DeliveryRecord> = {}): DeliveryRecord => ({
  site,
  hook: 'hook-1',
  dedupe: 'call guid:call-1',
  kind: 'call',
  aliases: ['guid:call-1'],
  raw: new TextEncoder().encode('{"guid":"call-1"}'),
  received: clock.moment(),
  ...changes,
});
const aStep = (changes: Partial<StepRecord> = {}): StepRecord => ({
  site,
  call,
  fromRevision: 0,
  revision: 1,
  ring: aRingingRing(),
  facts: [{ what: 'received', reading: 'whole' }],
  at: clock.moment().wall,
  ...changes,
});

/** What every journal keeps, the one that tests use in its place included. */
describe.each(['memory', ...engines] as const)('a journal in %s', (kind) => {
  beforeEach(async () => {
    journal = kind === 'memory' ? memoryJournal(clock) : (await someStores(kind, clock)).stores.journal;
  });

  test('a delivery is new once and a duplicate from then on', async () => {
    const appended = await Promise.all([
      journal.append(aDelivery()),
      journal.append(aDelivery()),
      journal.append(aDelivery()),
    ]);
    expect(appended.map(({ novelty }) => novelty)).toEqual(['new', 'duplicate', 'duplicate']);
  });

  test('a step is stored only on the revision that it was decided on', async () => {
    const outcomes = [
      await journal.step(aStep()),
      await journal.step(aStep()),
      await journal.step(aStep({ fromRevision: 1, revision: 2 })),
      await journal.step(aStep({ fromRevision: 1, revision: 2 })),
    ];
    expect(outcomes).toEqual(['stored', 'overtaken', 'stored', 'overtaken']);
  });

  test('of two steps in one commit on the same revision exactly one is stored', async () => {
    const outcomes = await Promise.all([journal.step(aStep()), journal.step(aStep())]);
    expect(outcomes.sort()).toEqual(['overtaken', 'stored']);
  });

  test('an identifier leads to its call once a step has told it', async () => {
    expect((await journal.append(aDelivery())).knownAs).toEqual([]);
    await journal.step(aStep());
    expect((await journal.append(aDelivery())).knownAs).toEqual([call]);
  });

  test('young deliveries are those of the last seconds, in their order', async () => {
    await journal.append(aDelivery({ dedupe: 'call guid:old' }));
    clock.pass(30_000);
    await journal.append(aDelivery({ dedupe: 'call guid:one', raw: new Uint8Array([1]), received: clock.moment() }));
    await journal.append(aDelivery({ dedupe: 'call guid:two', raw: new Uint8Array([2]), received: clock.moment() }));
    expect((await journal.young(10_000)).map(({ raw }) => raw[0])).toEqual([1, 2]);
  });

  test('a delivery from a future that the clock has left again is too old', async () => {
    const { wall, mono } = clock.moment();
    await journal.append(aDelivery({ received: { wall, mono: mono + 5_000 } }));
    expect(await journal.young(10_000)).toEqual([]);
  });

  test('a call that was stored and never began is told, however old, until it begins', async () => {
    await journal.append(aDelivery());
    clock.pass(3_600_000);
    expect([(await journal.unbegun(7_200_000)).length, (await journal.unbegun(1_000_000)).length]).toEqual([1, 0]);
    await journal.step(aStep());
    expect(await journal.unbegun(7_200_000)).toEqual([]);
  });

  test('a call that does not ring is seen as a duplicate, and is never taken up again', async () => {
    const other = aDelivery({ kind: 'other' });
    expect((await journal.append(other)).novelty).toBe('new');
    expect((await journal.append(other)).novelty).toBe('duplicate');
    expect([await journal.young(10_000), await journal.unbegun(10_000)]).toEqual([[], []]);
    expect([await journal.isOther(site, ['guid:call-1']), await journal.isOther(site, ['guid:call-2'])]).toEqual([
      true,
      false,
    ]);
  });

  test('what a site was told of calls is told again, of those that do not ring too, and of nothing else', async () => {
    await journal.append(aDelivery({ dedupe: 'call guid:old' }));
    clock.pass(60_000);
    const now = { received: clock.moment() };
    await journal.append(aDelivery({ ...now, dedupe: 'call guid:rings', raw: new Uint8Array([1]) }));
    await journal.append(aDelivery({ ...now, kind: 'other', dedupe: 'call id:2', raw: new Uint8Array([2]) }));
    await journal.append(aDelivery({ ...now, kind: 'other', dedupe: 'status id:2 canceled' }));
    await journal.append(aDelivery({ ...now, site: SiteId.parse('elsewhere') }));
    expect((await journal.told(site, 10_000)).map(({ raw, isOther }) => [raw[0], isOther])).toEqual([
      [1, false],
      [2, true],
    ]);
  });

  test('a call that did not ring and rings by a later delivery is new with it, and is taken up again with its bytes', async () => {
    await journal.append(aDelivery({ kind: 'other', raw: new Uint8Array([1]) }));
    clock.pass(60_000);
    const rings = aDelivery({ raw: new Uint8Array([2]), received: clock.moment() });
    expect([(await journal.append(rings)).novelty, (await journal.append(rings)).novelty]).toEqual([
      'new',
      'duplicate',
    ]);
    expect((await journal.young(10_000)).map(({ raw }) => raw[0])).toEqual([2]);
    expect(await journal.isOther(site, ['guid:call-1'])).toBe(false);
  });

  test('a call that rings stays one, whatever is kept of a later delivery', async () => {
    await journal.append(aDelivery());
    expect((await journal.append(aDelivery({ kind: 'other', raw: new Uint8Array([1]) }))).novelty).toBe('duplicate');
    expect((await journal.young(10_000)).length).toBe(1);
  });

  test('a ring is live until a step ends it, and is read as the last step left it', async () => {
    await journal.step(aStep());
    expect((await journal.live()).map(({ revision }) => revision)).toEqual([1]);
    await journal.step(aStep({ fromRevision: 1, revision: 2, ring: anEndedRing() }));
    expect([await journal.live(), (await journal.read(site, call))?.ring.phase]).toEqual([[], 'ended']);
  });

  test('words that differ in the case of a letter are of two calls', async () => {
    const other = CallId.parse('CALL-1');
    await journal.append(aDelivery());
    expect((await journal.append(aDelivery({ dedupe: 'call guid:CALL-1' }))).novelty).toBe('new');
    await journal.step(aStep());
    await journal.step(aStep({ call: other, ring: aRingingRing({ id: other, guid: 'CALL-1' }) }));
    expect([await journal.known(site, ['guid:call-1']), await journal.known(site, ['guid:CALL-1'])]).toEqual([
      [call],
      [other],
    ]);
  });

  test('a call that nobody stored is not there', async () => {
    expect([await journal.read(site, call), await journal.known(site, ['guid:call-1'])]).toEqual([null, []]);
  });
});

describe.each(engines)('on %s', (engine: Engine) => {
  let opened: SomeStores;
  beforeEach(async () => {
    opened = await someStores(engine, clock);
    journal = opened.stores.journal;
  });

  test('a stored ring is read as it was written, by a journal that was opened anew', async () => {
    await journal.step(aStep());
    const { stores } = await opened.again();
    expect(await stores.journal.live()).toEqual([{ site, call, revision: 1, ring: aRingingRing() }]);
  });

  test('one write that cannot be stored does not take its neighbours with it', async () => {
    const good = opened.database.write(async () => 'stored');
    const bad = opened.database.write(async () => {
      throw new Error('no room');
    });
    await expect(bad).rejects.toThrow('no room');
    expect(await good).toBe('stored');
  });

  test('a ring whose row cannot be read is reported and left out, and can be begun anew', async () => {
    await journal.step(aStep());
    await opened.database.run(`update calls set ring = replace(ring, '"phase"', '"phXse"')`);
    expect([await journal.read(site, call), await journal.live(), opened.damaged.length]).toEqual([null, [], 2]);
    expect(await journal.step(aStep())).toBe('stored');
  });

  test('a name with U+0000 in it is kept, and read again', async () => {
    expect(await journal.step(aStep({ ring: aRingingRing({ panel: 'North\0Lobby' }) }))).toBe('stored');
    expect((await journal.read(site, call))?.ring.call.panel).toMatch(/^North.Lobby$/s);
  });
});

test('what was appended before the last answer is there after the process is gone', async () => {
  const { stores, database } = await someStores('sqlite', clock);
  await stores.journal.append(aDelivery());
  expect(await database.get('pragma synchronous')).toMatchObject({ synchronous: 2 });
  expect(await database.get('pragma journal_mode')).toMatchObject({ journal_mode: 'wal' });
});

test('a second process is refused the folder in plain words', async () => {
  const { folder } = await someStores('sqlite', clock);
  expect(() => lockFolder(folder)).toThrow(DataFolderInUse);
});

test('a damaged ring that cannot be taken out does not keep the others from ringing', async () => {
  const { stores, database, damaged } = await someStores('sqlite', clock);
  const other = CallId.parse('call-2');
  await stores.journal.step(aStep());
  await stores.journal.step(aStep({ call: other, ring: aRingingRing({ id: other }) }));
  await database.run(`update calls set ring = replace(ring, '"phase"', '"phXse"') where call = 'call-1'`);
  await database.run('pragma query_only = 1');
  expect((await stores.journal.live()).map((ring) => ring.call)).toEqual([other]);
  expect(damaged.map(String)).toEqual([expect.stringContaining('phase'), expect.stringMatching(/readonly/)]);
});
