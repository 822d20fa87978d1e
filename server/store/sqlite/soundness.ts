import { DatabaseSync } from 'node:sqlite';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { readThrough } from './damage.ts';

/** Reads every page of a file that the relay is using, in a thread of its own; null when it is sound, else what is wrong. */
export function readThroughInBackground(path: string): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: { readThrough: path } });
    worker.unref();
    worker.once('message', (found: unknown) => resolve(z.string().nullable().parse(found)));
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('The reader of the journal ended without a word.')));
  });
}

const Task = z.object({ readThrough: z.string() });

if (!isMainThread) {
  const task = Task.safeParse(workerData);
  if (task.success) parentPort?.postMessage(lookAt(task.data.readThrough));
}

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
