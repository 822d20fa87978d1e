import { beforeEach, describe, expect, test } from 'vitest';
import { CallId } from '../../../protocol/call.ts';
import type { LeakedHooks } from '../../../server/intake/leakedHooks.ts';
import type { Journal } from '../../../server/ring/journal.ts';
import type { Ring } from '../../../server/ring/state.ts';
import { aRingingRing, at, site } from '../../builders/ring.ts';
import { engines, type SomeStores, someStores } from '../../harness/stores.ts';

let opened: SomeStores;
let journal: Journal;
let leaked: LeakedHooks;

const leak = { hook: 'leaked', site, since: at(0).wall };

/** A call of a hook, stored with its delivery and its ring. */
async function came(name: string, hook: string, changes: Partial<Ring> = {}): Promise<CallId> {
  const ring = aRingingRing({ guid: name, id: CallId.parse(name), hook, vendorId: 7 });
  await journal.append({
    site,
    hook,
    dedupe: `call guid:${name}`,
    kind: 'call',
    aliases: [`guid:${name}`],
    raw: new TextEncoder().encode(`{"guid":"${name}"}`),
    received: at(0),
  });
  await journal.step({
    site,
    call: ring.call.id,
    fromRevision: 0,
    revision: 1,
    ring: { ...ring, confirmation: changes.confirmation ?? ring.confirmation },
    facts: [],
    at: at(0).wall,
  });
  return ring.call.id;
}

const doubts = async () =>
  (await opened.database.all('select call, in_doubt from calls order by call')).map(({ call, in_doubt }) => [
    call,
    in_doubt,
  ]);

describe.each(engines)('on %s', (engine) => {
  beforeEach(async () => {
    opened = await someStores(engine);
    journal = opened.stores.journal;
    leaked = opened.stores.leaked;
  });

  test('what a leaked key brought and nothing of ButterflyMX’s confirms is in doubt, and stays readable', async () => {
    await came('false-1', 'leaked');
    await came('known-1', 'leaked', { confirmation: 'confirmed' });
    await came('other-1', 'good');
    expect(await leaked.mark(leak)).toEqual({ calls: 1, deliveries: 2, confirmed: 1 });
    expect(await doubts()).toEqual([
      ['false-1', 1],
      ['known-1', 0],
      ['other-1', 0],
    ]);
    expect(await journal.read(site, CallId.parse('false-1'))).not.toBeNull();
  });

  test('counting marks nothing', async () => {
    await came('false-1', 'leaked');
    expect(await leaked.count(leak)).toEqual({ calls: 1, deliveries: 1, confirmed: 0 });
    expect(await doubts()).toEqual([['false-1', 0]]);
  });

  test('what came before the leak is believed', async () => {
    await came('early-1', 'leaked');
    await leaked.mark({ ...leak, since: at(1).wall });
    expect(await doubts()).toEqual([['early-1', 0]]);
  });

  test('a call in doubt is found by its number no more, and its delivery makes no later one a duplicate; both are taken back', async () => {
    await came('false-1', 'leaked');
    const again = {
      site,
      hook: 'good',
      dedupe: 'call guid:false-1',
      kind: 'call',
      aliases: [],
      raw: new Uint8Array(),
      received: at(0),
    } as const;
    await leaked.mark(leak);
    expect(await journal.known(site, ['id:7'])).toEqual([]);
    expect((await journal.append(again)).novelty).toBe('new');

    expect(await leaked.unmark(leak)).toMatchObject({ calls: 1 });
    expect(await doubts()).toEqual([['false-1', 0]]);
    expect(await journal.known(site, ['id:7'])).toEqual(['false-1']);
  });

  test('a call that ButterflyMX confirms after all is in doubt no longer', async () => {
    const call = await came('late', 'leaked');
    await leaked.mark(leak);
    expect(await doubts()).toEqual([['late', 1]]);
    const stored = await journal.read(site, call);
    if (stored === null) throw new Error('The call is not stored.');
    const ring: Ring = { ...stored.ring, confirmation: 'confirmed' };
    const outcome = await journal.step({ site, call, fromRevision: 1, revision: 2, ring, facts: [], at: at(1).wall });
    expect([outcome, await doubts()]).toEqual(['stored', [['late', 0]]]);
  });
});
