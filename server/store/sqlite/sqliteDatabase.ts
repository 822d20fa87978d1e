import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { Kysely } from 'kysely';
import type { Clock } from '../../clock.ts';
import type { Database, Health, Transaction, Value, Values } from '../database.ts';
import { numbered } from '../numbered.ts';
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

/** Bound by place: SQLite would look each name up among all names of the statement, at each run. */
type Prepared = { readonly statement: StatementSync; readonly names: readonly string[] };

function inOrder(names: readonly string[], values: Values = {}): Value[] {
  return names.map((name) => {
    const value = values[name];
    if (value === undefined) throw new TypeError(`No value for :${name}.`);
    return value;
  });
}

/** They answer at once; only the stores wait for them, as for any engine's. */
function statementsOf(database: DatabaseSync): Transaction {
  const prepared = new Map<string, Prepared>();
  const prepare = (text: string): Prepared => {
    const known = prepared.get(text);
    if (known !== undefined) return known;
    const { sql, names } = numbered(text, '?');
    const made = { statement: database.prepare(sql), names };
    prepared.set(text, made);
    return made;
  };
  return {
    all: async (text, values) => {
      const { statement, names } = prepare(text);
      return statement.all(...inOrder(names, values));
    },
    get: async (text, values) => {
      const { statement, names } = prepare(text);
      return statement.get(...inOrder(names, values));
    },
    run: async (text, values) => {
      const { statement, names } = prepare(text);
      return Number(statement.run(...inOrder(names, values)).changes);
    },
    lock: async () => {},
  };
}
