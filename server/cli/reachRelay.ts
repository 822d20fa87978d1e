import timers from 'node:timers/promises';
import type { Config } from '../config.ts';
import { socketPath } from '../http/socketFile.ts';
import { DataFolderInUse } from '../store/sqlite/openDatabase.ts';
import { answers, askOverSocketFile, type Reached } from './askRelay.ts';
import { openFolder } from './openFolder.ts';

const tries = 30;
const againAfterMs = 100;

/**
 * The running relay, or the data folder itself where none runs. A relay that is just starting, or another command, holds the folder without
 * listening yet, so both are tried for 3 s; then throws `DataFolderInUse`.
 */
export async function reachRelay(config: Config): Promise<Reached> {
  const overSocketFile = askOverSocketFile(socketPath(config.dataDir));
  for (let attempt = 1; ; attempt += 1) {
    if (await answers(overSocketFile)) return { ask: overSocketFile, close: async () => {} };
    try {
      return await openFolder(config);
    } catch (error) {
      if (!(error instanceof DataFolderInUse) || attempt === tries) throw error;
      await timers.setTimeout(againAfterMs);
    }
  }
}
