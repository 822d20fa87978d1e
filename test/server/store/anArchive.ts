import { afterEach } from 'vitest';
import { EpochMs, type Site, SiteId } from '../../../protocol/call.ts';
import type { RingFact } from '../../../server/ring/events.ts';
import type { Ring } from '../../../server/ring/state.ts';
import { sqliteArchive } from '../../../server/store/archive.ts';
import { sqliteDirectory } from '../../../server/store/directory.ts';
import { sqliteJournal } from '../../../server/store/journal.ts';
import { groupCommit } from '../../../server/store/sqlite/groupCommit.ts';
import { openDatabase } from '../../../server/store/sqlite/openDatabase.ts';
import { at } from '../../builders/ring.ts';
import { manualClock } from '../../fakes/manualClock.ts';
import { aFolder } from '../aFolder.ts';

export const harbor = SiteId.parse('harbor-house');
export const mill = SiteId.parse('mill-lane');

const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});

/** An archive over a real journal with two sites; `keep` writes rings as the switchboard does. Now is a minute after `at(0)`. */
export async function anArchive(now = EpochMs.parse(at(60_000).wall)) {
  const { database, close } = openDatabase(aFolder());
  open.push(close);
  const clock = manualClock(at(0).wall);
  const commits = groupCommit(database, clock);
  const journal = sqliteJournal(database, clock, commits);
  const names = new Map<SiteId, Site>([[harbor, { id: harbor, name: 'Harbor House' }]]);
  const siteOf = (id: SiteId): Site => names.get(id) ?? { id, name: id };
  const directory = sqliteDirectory(database, commits);
  for (const site of [harbor, mill]) await directory.saveSite(siteOf(site));

  const keep = (ring: Ring, facts: readonly RingFact[] = [], site: SiteId = harbor) =>
    journal.step({ site, call: ring.call.id, fromRevision: 0, revision: 1, ring, facts, at: ring.call.receivedAt });
  return { archive: sqliteArchive(database, siteOf, () => now), keep, journal };
}
