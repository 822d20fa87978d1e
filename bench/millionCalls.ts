import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../server/clock.ts';
import { openDatabase } from '../server/store/sqlite/openDatabase.ts';
import { aRelay } from '../test/harness/aRelay.ts';
import { memoryMbOf } from './figures.ts';

/** Seconds from the start of the process to its first line, and its memory then, with so many ended calls in its journal. The calls are written straight into the file. */
export async function startWith(calls: number): Promise<{ readonly seconds: number; readonly memoryMb: number }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'vestibule-bench-'));
  try {
    await fill(dataDir, calls);
    const began = performance.now();
    const relay = await aRelay({ dataDir, env: { VESTIBULE_LOG_LEVEL: 'error' } });
    const took = performance.now() - began;
    const memoryMb = memoryMbOf(relay.pid);
    await relay.stop();
    return { seconds: took / 1_000, memoryMb };
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function fill(dataDir: string, calls: number): Promise<void> {
  const { database } = await openDatabase(dataDir, () => systemClock.moment().wall);
  database.exec(`begin;
    insert into sites (id, name) values ('demo', 'demo');
    with recursive n(i) as (select 1 union all select i + 1 from n where i < ${calls})
    insert into deliveries (site, hook, dedupe, kind, raw, received_at, mono, boot)
      select 'demo', 'h', 'call guid:old-' || i, 'call', zeroblob(400), 1700000000000 + i * 1000, i, 'another-boot' from n;
    with recursive n(i) as (select 1 union all select i + 1 from n where i < ${calls})
    insert into calls (site, call, revision, phase, reason, panel, recipient, received_at, ended_at, door_opened, mono, boot, ring)
      select 'demo', 'old-' || i, 2, 'ended', 'hung-up', 'Gate', 'frontDesk', 1700000000000 + i * 1000, 1700000000000 + i * 1000, 0, i, 'another-boot', '{}' from n;
    commit;`);
  database.close();
}
