import { type CallId, EpochMs, SiteId } from '../../../protocol/call.ts';
import type { RingFact } from '../../../protocol/fact.ts';
import type { Ring } from '../../../server/ring/state.ts';
import { archive as archiveOf } from '../../../server/store/archive.ts';
import { journalStatements } from '../../../server/store/journalStatements.ts';
import { at } from '../../builders/ring.ts';
import { manualClock } from '../../fakes/manualClock.ts';
import { type Engine, someStores } from '../../harness/stores.ts';

export const harbor = SiteId.parse('harbor-house');
export const mill = SiteId.parse('mill-lane');

/** An archive over a real journal with two sites; `keep` writes rings as the switchboard does. Now is a minute after `at(0)`. */
export async function anArchive(engine: Engine = 'sqlite', now = EpochMs.parse(at(60_000).wall)) {
  const { stores, database } = await someStores(engine, manualClock(at(0).wall));
  const { journal, directory } = stores;
  await directory.saveSite({ id: harbor, name: 'Harbor House' });
  await directory.saveSite({ id: mill, name: mill });

  const keep = (ring: Ring, facts: readonly RingFact[] = [], site: SiteId = harbor) =>
    journal.step({ site, call: ring.call.id, fromRevision: 0, revision: 1, ring, facts, at: ring.call.receivedAt });
  /** A line of a call's timeline as relays wrote it before facts had fields. */
  const noteOld = (call: CallId, what: string, desk: string | null, detail: string | null) =>
    database.write(async (tx) => {
      await tx.run(journalStatements(engine).addFact, { site: harbor, call, at: at(0).wall, what, desk, detail });
    });
  return { archive: archiveOf(database, () => now), keep, journal, noteOld };
}
