import { expect, test } from 'vitest';
import { CallId, EpochMs } from '../../../protocol/call.ts';
import { sqliteAccessLog } from '../../../server/store/accessLog.ts';
import { sqliteJournal } from '../../../server/store/journal.ts';
import { panelsSeen } from '../../../server/store/panelsSeen.ts';
import { groupCommit } from '../../../server/store/sqlite/groupCommit.ts';
import { openDatabase } from '../../../server/store/sqlite/openDatabase.ts';
import { aRingingRing, site } from '../../builders/ring.ts';
import { manualClock } from '../../fakes/manualClock.ts';
import { aFolder } from '../aFolder.ts';

test('a torn row of a call hides neither the other panels nor the call that a door log belongs to', async () => {
  const { database, close } = openDatabase(aFolder());
  const clock = manualClock();
  const commits = groupCommit(database, clock);
  const journal = sqliteJournal(database, clock, commits);
  const at = clock.moment().wall;
  for (const [name, panelId] of [
    ['torn', 40_217],
    ['whole', 40_218],
  ] as const) {
    const call = CallId.parse(name);
    const ring = aRingingRing({ id: call, panelId, panel: `${name} panel` });
    const confirmed = { ...ring, confirmation: 'confirmed' } as const;
    await journal.step({ site, call, fromRevision: 0, revision: 1, ring: confirmed, facts: [], at });
  }
  database.exec(`update calls set ring = '{"call":' where call = 'torn'`);
  const doors = { of: () => [] };
  const log = sqliteAccessLog(database, commits, { doors, siteOf: (id) => ({ id, name: 'Harbor House' }) });

  expect(panelsSeen(database)(site)).toMatchObject([{ name: 'whole panel', number: 40_218 }]);
  expect(log.callAt(site, [40_217, 40_218], EpochMs.parse(0), EpochMs.parse(at + 1_000_000))).toBe('whole');
  await journal.close();
  close();
});
