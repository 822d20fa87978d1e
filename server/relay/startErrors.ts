import { err, ok, type Result } from '../../protocol/result.ts';
import type { Config } from '../config.ts';
import { DataFolderInUse, type OpenDatabase, openDatabase } from '../store/sqlite/openDatabase.ts';

/** The data folder, or one line that says why it cannot be used. */
export function openData(dataDir: string): Result<OpenDatabase, string> {
  try {
    return ok(openDatabase(dataDir));
  } catch (error) {
    if (error instanceof DataFolderInUse) return err(error.message);
    const reason = error instanceof Error ? error.message : 'unknown reason';
    return err(`The data folder ${dataDir} cannot be used (${reason}). Make it writable, or set VESTIBULE_DATA_DIR.`);
  }
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
