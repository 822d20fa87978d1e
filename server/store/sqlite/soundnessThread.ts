/** The thread that reads a whole file through: told a path, it tells null, or what is wrong. */
import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { readThrough } from './damage.ts';

const Task = z.object({ readThrough: z.string() });

parentPort?.postMessage(lookAt(Task.parse(workerData).readThrough));

function lookAt(path: string): string | null {
  const database = new DatabaseSync(path, { readOnly: true, timeout: 5_000 });
  try {
    readThrough(database);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : 'The journal is damaged.';
  } finally {
    database.close();
  }
}
