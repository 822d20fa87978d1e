import type { DatabaseSync } from 'node:sqlite';

/** How many migrations a file has had; older relays counted them here alone. */
export const versionOf = (database: DatabaseSync): number =>
  Number(database.prepare('pragma user_version').get()?.user_version);
