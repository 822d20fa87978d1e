import { err, ok, type Result } from '../../protocol/result.ts';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import type { OpenedStores } from '../store/opened.ts';
import { DataFolderInUse } from '../store/sqlite/openDatabase.ts';
import { openThreads } from '../store/thread/openThreads.ts';

/** What the relay keeps, in its data folder or in PostgreSQL; or one line that says why it cannot be used. */
export async function openData(
  { dataDir, databaseUrl }: Pick<Config, 'dataDir' | 'databaseUrl'>,
  clock: Clock,
): Promise<Result<OpenedStores, string>> {
  try {
    if (databaseUrl === null) return ok(await openThreads(dataDir, clock));
    const { openPostgres } = await import('../store/postgres/openPostgres.ts');
    return ok(await openPostgres({ url: databaseUrl, dataDir }, clock));
  } catch (error) {
    if (error instanceof DataFolderInUse) return err(error.message);
    return err(whyNotOpened(error, { dataDir, databaseUrl }));
  }
}

export function whyNotOpened(
  error: unknown,
  { dataDir, databaseUrl }: Pick<Config, 'dataDir' | 'databaseUrl'>,
): string {
  const reason = error instanceof Error ? error.message : 'unknown reason';
  return databaseUrl === null
    ? `The data folder ${dataDir} cannot be used (${reason}). Make it writable, or set VESTIBULE_DATA_DIR.`
    : `The database of VESTIBULE_DATABASE_URL cannot be used (${reason}). Start it, or mend the address.`;
}

/** A start that fails for a reason the operator can mend, in one line; null for anything else. */
export function whyNotStarted(error: unknown, { host, port }: Pick<Config, 'host' | 'port'>): string | null {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'EADDRINUSE') return `Port ${port} on ${host} is taken. Stop what uses it, or set VESTIBULE_PORT.`;
  if (code === 'EACCES')
    return `Port ${port} on ${host} may not be used by this user. Set VESTIBULE_PORT to 1024 or more.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `There is no address ${host} on this machine. Set VESTIBULE_HOST.`;
  return null;
}
