import type { Config } from '../config.ts';
import { socketFileOf } from '../console/socketFile.ts';
import { DataFolderInUse } from '../journal/openDatabase.ts';
import { type AskRelay, askOverSocketFile } from './askRelay.ts';
import { openFolder } from './openFolder.ts';

const tries = 30;
const againAfterMs = 100;

/** The running relay, or the data folder itself where none runs; `close` when done. Throws `DataFolderInUse` when neither can be had. */
export type Reached = { readonly ask: AskRelay; readonly close: () => Promise<void> };

/** A relay that is just starting, or another command, holds the folder without listening yet: so it is tried for 3 s. */
export async function reachRelay(config: Config): Promise<Reached> {
  const overSocketFile = askOverSocketFile(socketFileOf(config.dataDir));
  for (let attempt = 1; ; attempt += 1) {
    if (await answers(overSocketFile)) return { ask: overSocketFile, close: async () => {} };
    try {
      return await openFolder(config);
    } catch (error) {
      if (!(error instanceof DataFolderInUse) || attempt === tries) throw error;
      await new Promise<void>((resolve) => void setTimeout(resolve, againAfterMs));
    }
  }
}

/** `healthz` is asked first, so that a question that changes something is sent only once. */
async function answers(ask: AskRelay): Promise<boolean> {
  try {
    return (await ask({ method: 'GET', path: '/api/openapi.json' })).status === 200;
  } catch {
    return false;
  }
}
