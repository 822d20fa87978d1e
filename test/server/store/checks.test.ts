import { describe, expect, test } from 'vitest';
import { EpochMs, SiteId } from '../../../protocol/call.ts';
import type { KeptCheck } from '../../../server/install/dailyCheck.ts';
import { site } from '../../builders/ring.ts';
import { engines, someStores } from '../../harness/stores.ts';

const aCheck = (at: number, of = site): KeptCheck => ({
  report: {
    site: of,
    at: EpochMs.parse(at),
    lines: [{ step: 'desk', state: 'next', text: 'Connect a desk.' }],
    certificateDays: 13.5,
  },
  worse: ['desk'],
});

describe.each(engines)('on %s', (engine) => {
  test('the last list of each site comes back, with what is worse since', async () => {
    const opened = await someStores(engine);
    for (const check of [aCheck(1), aCheck(2), aCheck(3, SiteId.parse('elsewhere'))])
      await opened.stores.checks.keep(check);
    const { checks } = (await opened.again()).stores;
    expect([await checks.last(site), await checks.last(SiteId.parse('nowhere'))]).toEqual([aCheck(2), null]);
  });

  test('a list that cannot be read counts as none, and one from before worse steps were kept has none', async () => {
    const { stores, database } = await someStores(engine);
    const elsewhere = SiteId.parse('elsewhere');
    for (const of of [site, elsewhere]) await stores.checks.keep(aCheck(1, of));
    await database.run(`update checks set result = '{' where site = 'elsewhere'`);
    await database.run(`update checks set result = replace(result, '"worse"', '"other"') where site <> 'elsewhere'`);
    expect([await stores.checks.last(site), await stores.checks.last(elsewhere)]).toEqual([
      { ...aCheck(1), worse: [] },
      null,
    ]);
  });
});
