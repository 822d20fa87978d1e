import { describe, expect, test } from 'vitest';
import { EpochMs } from '../../../protocol/call.ts';
import { engines, someStores } from '../../harness/stores.ts';

const at = (ms: number) => EpochMs.parse(ms);
const sealed = new Uint8Array([0, 7, 255]);

describe.each(engines)('on %s', (engine) => {
  const aLink = async () => {
    const { links } = (await someStores(engine)).stores;
    await links.add({ hash: 'a-hash', sealed, expiresAt: at(10_000) });
    return links;
  };

  test('a link is taken once, also by two takers at a time', async () => {
    const links = await aLink();
    const taken = await Promise.all([1, 2, 3].map(() => links.take('a-hash', at(9_000))));
    expect(taken.filter((found) => found !== null)).toEqual([sealed]);
    expect(await links.take('a-hash', at(9_000))).toBeNull();
  });

  test('a link that is too old, or that nobody began, is not there', async () => {
    const links = await aLink();
    expect([
      await links.take('another', at(9_000)),
      await links.find('another', at(9_000)),
      await links.find('a-hash', at(9_999)),
      await links.find('a-hash', at(10_000)),
      await links.take('a-hash', at(10_000)),
    ]).toEqual([null, null, { outcome: null }, null, null]);
  });

  test('what came of a link is told beyond its time, until a later link begins an hour after it', async () => {
    const links = await aLink();
    await links.settle('a-hash', 'linked');
    expect(await links.find('a-hash', at(3_000_000))).toEqual({ outcome: 'linked' });
    await links.add({ hash: 'near', sealed, expiresAt: at(3_610_000) });
    expect(await links.find('a-hash', at(0))).toEqual({ outcome: 'linked' });
    await links.add({ hash: 'later', sealed, expiresAt: at(3_610_001) });
    expect(await links.find('a-hash', at(0))).toBeNull();
  });
});
