import type { DatabaseSync } from 'node:sqlite';
import type { Clock } from '../../clock.ts';
import type { Health } from '../database.ts';
import { isBusy } from './openDatabase.ts';

/** Writes that come in one turn of the event loop share one commit; what arrives meanwhile is the next. Nothing waits on purpose. */
export type GroupCommit = {
  /** Runs `work` inside the next commit, after what came before it. Resolves with its result once that is on disk; rejects when it is not known to be. */
  readonly write: <T>(work: () => Promise<T>) => Promise<T>;
  /** True when the last commit went well. */
  readonly canWrite: () => boolean;
  /** Resolves when nothing waits to be written. */
  readonly drained: () => Promise<void>;
};

/** One write: `run` does its work and gives what tells its caller, to be called after the commit. */
type Waiting = { readonly run: () => Promise<() => void>; readonly fail: (error: unknown) => void };

const busyRetryMs = 20;
const busyTries = 100;
const probeEveryMs = 1_000;

export function groupCommit(
  database: DatabaseSync,
  clock: Pick<Clock, 'after'>,
  told: (health: Health) => void = () => {},
): GroupCommit {
  let waiting: Waiting[] = [];
  let scheduled = false;
  let healthy = true;
  const idle: (() => void)[] = [];

  const schedule = () => {
    if (!scheduled) setImmediate(begin, 1);
    scheduled = true;
  };

  /** Never rejects: what fails is told to whoever wrote it. */
  const begin = (attempt: number) => void flush(attempt);

  async function flush(attempt: number): Promise<void> {
    const batch = waiting;
    waiting = [];
    const error = await commit(database, batch);
    if (error !== null && isBusy(error) && attempt < busyTries) {
      waiting = [...batch, ...waiting];
      clock.after(busyRetryMs, () => begin(attempt + 1));
      return;
    }
    settle(error === null || (await oneByOne(database, batch, error)), error);
    scheduled = false;
    if (waiting.length > 0) schedule();
    else for (const resolve of idle.splice(0)) resolve();
  }

  function settle(wentWell: boolean, error: unknown): void {
    if (wentWell !== healthy) told(wentWell ? { canWrite: true } : { canWrite: false, error });
    healthy = wentWell;
    if (!healthy) clock.after(probeEveryMs, probe);
  }

  /** Nobody may have anything to write for hours: that the disk has room again is found out by writing. */
  function probe(): void {
    if (healthy || scheduled) return;
    const { user_version } = database.prepare('pragma user_version').get() ?? {};
    write(async () => database.exec(`pragma user_version = ${Number(user_version)}`)).catch(() => {});
  }

  function write<T>(work: () => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      waiting.push({
        run: async () => {
          const value = await work();
          return () => resolve(value);
        },
        fail: reject,
      });
      schedule();
    });
  }

  return {
    write,
    canWrite: () => healthy,
    drained: () => (scheduled ? new Promise((resolve) => void idle.push(resolve)) : Promise.resolve()),
  };
}

/** All or nothing; null when it is on disk. */
async function commit(database: DatabaseSync, batch: readonly Waiting[]): Promise<unknown> {
  try {
    database.exec('begin immediate');
    const tell: (() => void)[] = [];
    for (const { run } of batch) tell.push(await run());
    database.exec('commit');
    for (const told of tell) told();
    return null;
  } catch (error) {
    if (database.isTransaction) database.exec('rollback');
    return error;
  }
}

/** One write that cannot be stored must not take its neighbours with it. True when at least one could be. */
async function oneByOne(database: DatabaseSync, batch: readonly Waiting[], error: unknown): Promise<boolean> {
  const [only] = batch;
  if (only !== undefined && batch.length === 1) {
    only.fail(error);
    return false;
  }
  let stored = false;
  for (const write of batch) {
    const failure = await commit(database, [write]);
    if (failure === null) stored = true;
    else write.fail(failure);
  }
  return stored;
}
