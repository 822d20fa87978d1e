import { setImmediate as turn } from 'node:timers/promises';
import type { Database } from '../../server/store/database.ts';

/** The same database, and `quiet`: resolves when nothing that was asked of it is under way, nor anything that came of it. */
export function watchedDatabase(database: Database): {
  readonly database: Database;
  readonly quiet: () => Promise<void>;
} {
  let underWay = 0;
  async function counted<T>(asked: Promise<T>): Promise<T> {
    underWay += 1;
    try {
      return await asked;
    } finally {
      underWay -= 1;
    }
  }
  return {
    database: {
      ...database,
      all: (text, values) => counted(database.all(text, values)),
      get: (text, values) => counted(database.get(text, values)),
      run: (text, values) => counted(database.run(text, values)),
      write: (work) => counted(database.write(work)),
    },
    quiet: async () => {
      do await turn();
      while (underWay > 0);
    },
  };
}
