import { readdirSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SnapshotId } from '../../../protocol/call.ts';
import { systemClock } from '../../../server/clock.ts';
import { snapshotStore } from '../../../server/snapshots/store.ts';
import { aFolder } from '../aFolder.ts';

const picture = new TextEncoder().encode('picture');
const dayMs = 86_400_000;

describe('the store of pictures', () => {
  it('gives back what it kept, after a restart too', async () => {
    const folder = aFolder();
    const id = await snapshotStore(folder, systemClock).keep(picture);
    expect(await snapshotStore(folder, systemClock).read(id)).toEqual(Buffer.from(picture));
  });

  it('names each picture by at least 128 random bits', async () => {
    const store = snapshotStore(aFolder(), systemClock);
    const [one, other] = [await store.keep(picture), await store.keep(picture)];
    expect([one === other, one.length >= 22]).toEqual([false, true]);
  });

  it('has nothing under a name that it never gave', async () => {
    const store = snapshotStore(aFolder(), systemClock);
    expect(await store.read(SnapshotId.parse('a'.repeat(24)))).toBeNull();
  });

  it('lets nobody else on the machine read its files', async () => {
    const folder = aFolder();
    const id = await snapshotStore(folder, systemClock).keep(picture);
    expect(statSync(join(folder, 'snapshots', `${id}.jpg`)).mode & 0o077).toBe(0);
  });

  it('deletes what is older than a day and nothing younger', async () => {
    const folder = aFolder();
    const store = snapshotStore(folder, systemClock);
    const [old, young] = [await store.keep(picture), await store.keep(picture)];
    const age = (id: SnapshotId, ms: number) => {
      const at = new Date(Date.now() - ms);
      utimesSync(join(folder, 'snapshots', `${id}.jpg`), at, at);
    };
    age(old, dayMs + 60_000);
    age(young, dayMs - 60_000);
    await store.sweep();
    expect(readdirSync(join(folder, 'snapshots'))).toEqual([`${young}.jpg`]);
  });
});
