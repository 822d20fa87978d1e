import { type Clock, systemClock } from '../../clock.ts';
import { makeListeners } from '../../listeners.ts';
import { clearCalls } from '../clearCalls.ts';
import type { Health } from '../database.ts';
import type { OpenedStores } from '../opened.ts';
import { makeStores } from '../stores.ts';
import { backUp } from './backup.ts';
import { isDamage, markDamaged } from './damage.ts';
import { lockFolder, type OpenFile, openDatabase } from './openDatabase.ts';
import { readThroughInBackground } from './soundness.ts';
import { type SqliteDatabase, sqliteDatabase } from './sqliteDatabase.ts';

/** The journal in this thread: for a command, which has nothing else to do. Throws `DataFolderInUse`, or what the disk said. */
export async function openHere(dataDir: string, clock: Clock = systemClock): Promise<OpenedStores> {
  const lock = lockFolder(dataDir);
  try {
    const health = makeListeners<[Health]>();
    const damagedRow = makeListeners<[unknown]>();
    const file = await openDatabase(dataDir, () => clock.moment().wall);
    const { database, stores } = storesOfFile(file, { clock, told: health.tell, reportDamaged: damagedRow.tell });
    return {
      stores,
      engine: 'sqlite',
      readWhole: file.readWhole,
      asideName: file.asideName,
      canWrite: database.canWrite,
      onHealth: health.add,
      onDamagedRow: damagedRow.add,
      onHung: () => {},
      drained: database.drained,
      close: async () => {
        await database.drained();
        file.database.close();
        lock.close();
      },
    };
  } catch (error) {
    lock.close();
    throw error;
  }
}

export type FileParts = {
  readonly clock: Clock;
  readonly told: (health: Health) => void;
  readonly reportDamaged: (error: unknown) => void;
};

/** The stores over an open file. Damage that a write meets is remembered for the next start, which then looks at the whole file. */
export function storesOfFile(file: OpenFile, { clock, told, reportDamaged }: FileParts) {
  const database: SqliteDatabase = sqliteDatabase(file.database, clock, (health) => {
    if (!health.canWrite && isDamage(health.error)) markDamaged(file.path);
    told(health);
  });
  const stores = makeStores(database, {
    clock,
    reportDamaged,
    care: {
      backUp: (to) => backUp(file.database, to),
      readThrough: async () => {
        const damage = await readThroughInBackground(file.path);
        if (damage !== null) markDamaged(file.path);
        return damage;
      },
      clearCalls: (before) => clearCalls(database, before),
    },
  });
  return { database, stores };
}
