/** What a store needs of a database, whichever engine it is: statements in words that both understand, and a write that is durable when it resolves. */
import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/** A value of a column. There are no booleans: both engines keep 0 and 1. */
export type Value = null | string | number | bigint | Uint8Array;
/** The values of a statement's `:names`. Every name must have one; an engine may refuse more. */
export type Values = Readonly<Record<string, Value>>;
export type Row = Readonly<Record<string, unknown>>;

/** Statements with `:names` for their values. Each text is prepared once, so a text must not hold values itself. */
export type Statements = {
  readonly all: (text: string, values?: Values) => Promise<readonly Row[]>;
  readonly get: (text: string, values?: Values) => Promise<Row | undefined>;
  /** Gives how many rows were changed. */
  readonly run: (text: string, values?: Values) => Promise<number>;
};

/** Statements of one transaction. */
export type Transaction = Statements & {
  /** Whoever locks the same word waits until this transaction is over. Where transactions run one after another it does nothing. */
  readonly lock: (word: string) => Promise<void>;
};

export type Database = Statements & {
  readonly engine: 'sqlite' | 'postgres';
  /** For lists and search; it only reads. */
  readonly lists: Kysely<Tables>;
  /**
   * Runs `work` in a transaction, which may hold other writes too. Resolves with its result once that is on disk; rejects when it is not
   * known to be. `work` awaits nothing but its statements, and may be run anew from its beginning.
   */
  readonly write: <T>(work: (sql: Transaction) => Promise<T>) => Promise<T>;
};

/** Whether the last write went well. Told at each change only. */
export type Health = { readonly canWrite: true } | { readonly canWrite: false; readonly error: unknown };

/** The names and values of a list of values in a statement: `in (:door0, :door1)`. An empty list is `(null)`, which nothing is in. */
export function listed(name: string, values: readonly Value[]): { readonly words: string; readonly values: Values } {
  const named = values.map((value, place) => [`${name}${place}`, value] as const);
  const words = named.length === 0 ? '(null)' : `(${named.map(([key]) => `:${key}`).join(', ')})`;
  return { words, values: Object.fromEntries(named) };
}
