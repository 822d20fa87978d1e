import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CallId, SiteId } from '../../../protocol/call.ts';
import type { DeliveryRecord, Journal, StepRecord } from '../../../server/ring/journal.ts';
import { sqliteJournal } from '../../../server/store/journal.ts';
import { groupCommit } from '../../../server/store/sqlite/groupCommit.ts';
import { DataFolderInUse, type OpenDatabase, openDatabase } from '../../../server/store/sqlite/openDatabase.ts';
import { anEndedRing, aRingingRing, site } from '../../builders/ring.ts';
import { type ManualClock, manualClock } from '../../fakes/manualClock.ts';
import { memoryJournal } from '../../fakes/memoryJournal.ts';

let folder: string;
let opened: OpenDatabase;
let journal: Journal;
let clock: ManualClock;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vestibule-journal-'));
  opened = openDatabase(folder);
  clock = manualClock();
  journal = sqliteJournal(opened.database, clock);
});
afterEach(async () => {
  await journal.close();
  opened.close();
  rmSync(folder, { recursive: true, force: true });
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
  facts: [{ what: 'received', desk: null, detail: null }],
  at: clock.moment().wall,
  ...changes,
});

/** What every journal keeps, the one that tests use in its place included. */
describe.each([
  ['SQLite', () => journal],
  ['memory', () => memoryJournal(clock)],
])('a journal in %s', (_name, make) => {
  beforeEach(() => {
    journal = make();
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

  test('a call that nobody stored is not there', async () => {
    expect([await journal.read(site, call), await journal.known(site, ['guid:call-1'])]).toEqual([null, []]);
  });
});

test('a stored ring is read as it was written, by a journal that was opened anew', async () => {
  await journal.step(aStep());
  await journal.close();
  opened.close();
  opened = openDatabase(folder);
  journal = sqliteJournal(opened.database, clock);
  expect(await journal.live()).toEqual([{ site, call, revision: 1, ring: aRingingRing() }]);
});

test('one write that cannot be stored does not take its neighbours with it', async () => {
  const commits = groupCommit(opened.database, clock);
  const good = commits.write(() => 'stored');
  const bad = commits.write(() => {
    throw new Error('no room');
  });
  await expect(bad).rejects.toThrow('no room');
  expect(await good).toBe('stored');
});

test('what was appended before the last answer is there after the process is gone', async () => {
  await journal.append(aDelivery());
  const { database } = opened;
  expect(database.prepare('pragma synchronous').get()).toMatchObject({ synchronous: 2 });
  expect(database.prepare('pragma journal_mode').get()).toMatchObject({ journal_mode: 'wal' });
});

test('a second process is refused the folder in plain words', () => {
  expect(() => openDatabase(folder)).toThrow(DataFolderInUse);
});

test('a ring whose row cannot be read is reported and left out, and can be begun anew', async () => {
  const reported: unknown[] = [];
  journal = sqliteJournal(
    opened.database,
    clock,
    groupCommit(opened.database, clock),
    (error) => void reported.push(error),
  );
  await journal.step(aStep());
  opened.database.exec(`update calls set ring = replace(ring, '"phase"', '"phXse"')`);
  expect([await journal.read(site, call), await journal.live(), reported.length]).toEqual([null, [], 2]);
  expect(await journal.step(aStep())).toBe('stored');
});

test('a damaged ring that cannot be taken out does not keep the others from ringing', async () => {
  const reported: string[] = [];
  journal = sqliteJournal(
    opened.database,
    clock,
    groupCommit(opened.database, clock),
    (error) => void reported.push(String(error)),
  );
  const other = CallId.parse('call-2');
  await journal.step(aStep());
  await journal.step(aStep({ call: other, ring: aRingingRing({ id: other }) }));
  opened.database.exec(`update calls set ring = replace(ring, '"phase"', '"phXse"') where call = 'call-1'`);
  opened.database.exec('pragma query_only = 1');
  expect((await journal.live()).map((ring) => ring.call)).toEqual([other]);
  expect(reported).toEqual([expect.stringContaining('phase'), expect.stringMatching(/readonly/)]);
});
