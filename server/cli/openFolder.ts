import { systemClock } from '../clock.ts';
import type { Config } from '../config.ts';
import { operatorApi } from '../console/operatorApi.ts';
import { byFileAccess } from '../console/operators.ts';
import { makeDirectory } from '../desks/directory.ts';
import { makeHttp } from '../http.ts';
import { groupCommit } from '../journal/groupCommit.ts';
import { openDatabase } from '../journal/openDatabase.ts';
import { sqliteArchive } from '../journal/sqliteArchive.ts';
import { sqliteDirectory } from '../journal/sqliteDirectory.ts';
import { makeLog } from '../log.ts';
import type { Reached } from './reachRelay.ts';

/** The operator's API over the data folder, in this process; no relay may use the folder meanwhile. Throws what opening it throws. */
export async function openFolder(config: Config): Promise<Reached> {
  const { database, close } = openDatabase(config.dataDir);
  const commits = groupCommit(database, systemClock);
  const now = () => systemClock.moment().wall;
  const directory = makeDirectory(sqliteDirectory(database, commits), now);
  const app = makeHttp(config, makeLog('error'));
  await app.register(
    operatorApi({
      directory,
      archive: sqliteArchive(database, directory.site, now),
      alarms: { list: () => [] },
      presence: { isOnline: () => false, isAble: () => false },
      address: () => config.publicUrl ?? `http://${config.host}:${config.port}`,
      mayOperate: byFileAccess,
    }),
  );
  return {
    ask: async ({ method, path, body }) => {
      const payload = body === undefined ? {} : { payload: JSON.stringify(body) };
      const headers = body === undefined ? {} : { 'content-type': 'application/json' };
      const answer = await app.inject({ method, url: path, headers, ...payload });
      return { status: answer.statusCode, text: answer.payload };
    },
    close: async () => {
      await app.close();
      await commits.drained();
      close();
    },
  };
}
