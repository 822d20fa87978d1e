import { describe, expect, test } from 'vitest';
import { CallId, EpochMs } from '../../../protocol/call.ts';
import { aRingingRing, site } from '../../builders/ring.ts';
import { manualClock } from '../../fakes/manualClock.ts';
import { engines, someStores } from '../../harness/stores.ts';

describe.each(engines)('on %s', (engine) => {
  test('a torn row of a call hides neither the other panels nor the call that a door log belongs to', async () => {
    const clock = manualClock();
    const { stores, database } = await someStores(engine, clock);
    const at = clock.moment().wall;
    for (const [name, panelId] of [
      ['torn', 40_217],
      ['whole', 40_218],
    ] as const) {
      const call = CallId.parse(name);
      const ring = aRingingRing({ id: call, panelId, panel: `${name} panel` });
      const confirmed = { ...ring, confirmation: 'confirmed' } as const;
      await stores.journal.step({ site, call, fromRevision: 0, revision: 1, ring: confirmed, facts: [], at });
    }
    await database.run(`update calls set ring = '{"call":', received_at = -1 where call = 'torn'`);

    expect(await stores.panelsSeen.of(site)).toMatchObject([{ name: 'whole panel', number: 40_218 }]);
    expect(await stores.accessLog.callAt(site, [40_217, 40_218], EpochMs.parse(0), EpochMs.parse(at + 1_000_000))).toBe(
      'whole',
    );
  });
});
