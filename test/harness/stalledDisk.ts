/**
 * Preloaded into a relay (`--import`): while the file that `STALLED_WHILE` names is there, every commit of the journal's thread hangs, as a
 * write does on a disk that does not answer. The thread is truly blocked; nothing else of the process is touched.
 */
import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { isMainThread } from 'node:worker_threads';

const flag = process.env.STALLED_WHILE ?? '';
const lookEveryMs = 5;
const nothing = new Int32Array(new SharedArrayBuffer(4));
const exec = DatabaseSync.prototype.exec;

if (!isMainThread)
  DatabaseSync.prototype.exec = function (sql: string) {
    while (sql === 'commit' && existsSync(flag)) Atomics.wait(nothing, 0, 0, lookEveryMs);
    return exec.call(this, sql);
  };
