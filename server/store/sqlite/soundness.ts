import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import { programFile } from '../../program.ts';

/** Reads every page of a file that the relay is using, in a thread of its own; null when it is sound, else what is wrong. */
export function readThroughInBackground(path: string): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(programFile('./soundnessThread', import.meta.url), { workerData: { readThrough: path } });
    worker.unref();
    worker.once('message', (found: unknown) => resolve(z.string().nullable().parse(found)));
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('The reader of the journal ended without a word.')));
  });
}
