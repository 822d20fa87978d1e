import { createHash } from 'node:crypto';
import { Kysely, PostgresDialect } from 'kysely';
import { Pool, type PoolClient, types } from 'pg';
import type { Clock } from '../../clock.ts';
import type { Database, Health, Row, Statements, Transaction, Values } from '../database.ts';
import { numbered } from '../numbered.ts';
import type { Tables } from '../tables.ts';

/** Integers of eight bytes come as text by default; every figure of ours is exact as a number, and longer ones are asked for as text. */
const readInt8 = (text: string) => Number(text);
const int8 = 20;

/** Bytes come as they do from SQLite: a `Buffer` is cut and written as text in other ways. */
const readBytes = (text: string) => Uint8Array.from(Buffer.from(text.slice('\\x'.length), 'hex'));
const bytea = 17;

const readers = new Map<number, (text: string) => unknown>([
  [int8, readInt8],
  [bytea, readBytes],
]);

const mostConnections = 10;
const connectMs = 5_000;
/** A write that takes longer is not known to be stored. */
const answerMs = 10_000;
const probeEveryMs = 1_000;
const mostTries = 5;

export type PostgresDatabase = Database & {
  readonly pool: Pool;
  /** True when the last write went well. */
  readonly canWrite: () => boolean;
  /** Resolves when nothing waits to be written. */
  readonly drained: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/** A database behind an address of the kind `postgres://…`. Each write is a transaction of its own; the engine joins what it syncs. */
export function postgresDatabase(
  url: string,
  clock: Pick<Clock, 'after'>,
  told: (health: Health) => void = () => {},
): PostgresDatabase {
  const pool = new Pool({
    connectionString: url,
    max: mostConnections,
    connectionTimeoutMillis: connectMs,
    query_timeout: answerMs,
    statement_timeout: answerMs,
    keepAlive: true,
    types: {
      getTypeParser: (id, format) => readers.get(Number(id)) ?? types.getTypeParser(id, format),
    },
  });
  /** A connection that breaks is replaced by the next, and whoever used it hears of it by his statement; without listeners it would end the process. */
  pool.on('error', () => {});
  pool.on('connect', (client) => void client.on('error', () => {}));
  let healthy = true;
  const underWay = new Set<Promise<unknown>>();

  function settle(error: unknown): void {
    const canWrite = error === null;
    if (canWrite !== healthy) told(canWrite ? { canWrite } : { canWrite, error });
    healthy = canWrite;
    if (!healthy) clock.after(probeEveryMs, probe);
  }

  /** Nobody may have anything to write for hours: that the database takes writes again is found out by writing. */
  function probe(): void {
    if (healthy) return;
    write(async (sql) => void (await sql.run('update store_health set probed = probed + 1'))).catch(() => {});
  }

  async function attempt<T>(work: (sql: Transaction) => Promise<T>): Promise<T> {
    const client = await pool.connect();
    let broken: Error | undefined;
    try {
      await client.query('begin');
      const result = await work(transactionOf(client));
      await client.query('commit');
      return result;
    } catch (error) {
      await client.query('rollback').catch((failure: unknown) => {
        broken = failure instanceof Error ? failure : new Error('The connection is broken.');
      });
      throw error;
    } finally {
      client.release(broken);
    }
  }

  async function write<T>(work: (sql: Transaction) => Promise<T>): Promise<T> {
    const run = tried(() => attempt(work));
    const settled = run.then(
      () => settle(null),
      (error: unknown) => void (isOurs(error) || settle(error)),
    );
    underWay.add(settled);
    void settled.finally(() => underWay.delete(settled));
    return run;
  }

  return {
    ...statementsOf(pool),
    engine: 'postgres',
    lists: new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) }),
    write,
    pool,
    canWrite: () => healthy,
    drained: async () => void (await Promise.all(underWay)),
    close: () => pool.end(),
  };
}

/** Two transactions that waited for one another, or that cannot be put in an order: the same again is right. */
const passing = new Set(['40001', '40P01']);
const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : '');

async function tried<T>(run: () => Promise<T>): Promise<T> {
  for (let turn = 1; ; turn++) {
    try {
      return await run();
    } catch (error) {
      if (turn >= mostTries || !passing.has(codeOf(error))) throw error;
    }
  }
}

/** A row that breaks a rule of the schema says nothing of the database's health. */
const isOurs = (error: unknown) => codeOf(error).startsWith('23') || codeOf(error).startsWith('22');

type Queryable = Pick<PoolClient, 'query'> | Pick<Pool, 'query'>;

function statementsOf(connection: Queryable): Statements {
  const query = (text: string, values: Values = {}) => {
    const { sql, names } = numbered(text, '$');
    return connection.query<Row>({ name: nameOf(sql), text: sql, values: names.map((name) => bound(values[name])) });
  };
  return {
    all: async (text, values) => (await query(text, values)).rows,
    get: async (text, values) => (await query(text, values)).rows[0],
    run: async (text, values) => (await query(text, values)).rowCount ?? 0,
  };
}

function transactionOf(client: PoolClient): Transaction {
  return {
    ...statementsOf(client),
    lock: async (word) => {
      await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [word]);
    },
  };
}

/** Text must not hold U+0000 here. What a sender wrote so is kept with the sign for a letter that cannot be shown. */
const bound = (value: Values[string] | undefined) =>
  typeof value === 'string' && value.includes('\0') ? value.replaceAll('\0', '\ufffd') : (value ?? null);

const names = new Map<string, string>();

/** A statement is prepared once a connection, under a name of at most 63 letters. */
function nameOf(sql: string): string {
  const known = names.get(sql);
  if (known !== undefined) return known;
  const name = createHash('sha256').update(sql).digest('hex').slice(0, 32);
  names.set(sql, name);
  return name;
}
