import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { Kysely } from 'kysely';
import type { Clock } from '../../clock.ts';
import type { Database, Health, Transaction, Values } from '../database.ts';
import type { Tables } from '../tables.ts';
import { type GroupCommit, groupCommit } from './groupCommit.ts';
import { nodeSqliteDialect } from './nodeSqliteDialect.ts';

/** The journal's file as stores use it. Everything that waits to be written in one turn shares one commit. */
export type SqliteDatabase = Database & Pick<GroupCommit, 'canWrite' | 'drained'>;

export function sqliteDatabase(
  database: DatabaseSync,
  clock: Pick<Clock, 'after'>,
  told: (health: Health) => void = () => {},
): SqliteDatabase {
  const statements = statementsOf(database);
  const commits = groupCommit(database, clock, told);
  return {
    ...statements,
    engine: 'sqlite',
    lists: new Kysely<Tables>({ dialect: nodeSqliteDialect(database) }),
    write: (work) => commits.write(() => work(statements)),
    canWrite: commits.canWrite,
    drained: commits.drained,
  };
}

/** They answer at once; only the stores wait for them, as for any engine's. */
function statementsOf(database: DatabaseSync): Transaction {
  const prepared = new Map<string, StatementSync>();
  const statement = (text: string): StatementSync => {
    const known = prepared.get(text);
    if (known !== undefined) return known;
    const made = database.prepare(text);
    prepared.set(text, made);
    return made;
  };
  const none: Values = {};
  return {
    all: async (text, values = none) => statement(text).all(values),
    get: async (text, values = none) => statement(text).get(values),
    run: async (text, values = none) => Number(statement(text).run(values).changes),
    lock: async () => {},
  };
}
