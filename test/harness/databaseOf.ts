/** Where the relays of tests keep their journal: in their data folder, or all in a PostgreSQL when `VESTIBULE_TEST_POSTGRES` names one. */
import { randomUUID } from 'node:crypto';
import { Client } from 'pg';

const known = new Map<string, string>();

/** The setting that a relay over this folder wants; one started again over it gets the same database. */
export async function databaseOf(dataDir: string): Promise<Readonly<Record<string, string>>> {
  const server = process.env.VESTIBULE_TEST_POSTGRES;
  if (server === undefined) return {};
  const url = known.get(dataDir) ?? (await newDatabase(server));
  known.set(dataDir, url);
  return { VESTIBULE_DATABASE_URL: url };
}

/** A new database of a server, empty, made with these words of `create database`; the whole server is thrown away at the end. */
export async function newDatabase(server: string, options = ''): Promise<string> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const client = new Client({ connectionString: server });
  await client.connect();
  await client.query(`create database ${name} ${options}`);
  await client.end();
  return server.replace(/postgres$/, name);
}
