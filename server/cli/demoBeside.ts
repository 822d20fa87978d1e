import { join } from 'node:path';
import { socketPath } from '../http/socketFile.ts';
import { answers, askOverSocketFile } from './askRelay.ts';

/** Where the demo of `npm start` keeps its data, below the folder that is used when none is named. */
const demoFolder = 'demo';

/** Whose folder a person probably means: no relay runs over the default one, and the demo's does. Null when nothing is to be said. */
export async function demoBeside(dataDir: string, named: string | undefined): Promise<string | null> {
  if (named !== undefined || (await runsOver(dataDir))) return null;
  const demo = join(dataDir, demoFolder);
  if (!(await runsOver(demo))) return null;
  return `No relay runs over ${dataDir}. The demo's does: put VESTIBULE_DATA_DIR=${demo} before this command.`;
}

/** False too where somebody else may listen: nothing is said of that here. */
const runsOver = (folder: string) => answers(askOverSocketFile(socketPath(folder))).catch(() => false);
