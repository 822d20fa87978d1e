import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** Kinds of test in one run: pure and small ones side by side, walks of real processes two by two, faults and real browsers one after another. */
export default defineConfig({
  test: {
    reporters: ['default', './test/reporter.ts'],
    allowOnly: false,
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: ['test/walk/**', 'test/desktop/**', 'test/chaos/**'],
          /** No test reaches the real package: it would fetch a binary. */
          alias: { electron: join(import.meta.dirname, 'test/harness/electron/double.ts') },
          globalSetup: './test/harness/postgresForAll.ts',
          testTimeout: 60_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'walk',
          include: ['test/walk/**/*.test.ts'],
          globalSetup: './test/harness/postgresForWalks.ts',
          /** They mostly wait for time to pass; more at once would take the time that a ring has. */
          maxWorkers: 2,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'chaos',
          include: ['test/chaos/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          name: 'desktop',
          include: ['test/desktop/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
