import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** More would take no less time: what they wait for is not the processor any more, and a browser wants memory. */
const cores = Math.min(availableParallelism(), 4);
/** They take WebRTC's way away from every browser of the run; see `test/harness/media/theLine.ts`. */
const breakTheLine = ['test/desktop/media.test.ts', 'test/desktop/talking.test.ts'];

/** A poll ends when what it waits for is there; this is only how long a busy machine may take. Vitest's own second is shorter than some of our reads. */
const expect = { poll: { timeout: 30_000 } };

/**
 * Kinds of test in one run, in three groups, one group after another; within a group the files run side by side. Each group is as wide as it
 * waits: walks and faults wait most of their time for a lease, a poll or a retry.
 */
export default defineConfig({
  test: {
    reporters: ['default', './test/reporter.ts'],
    allowOnly: false,
    projects: [
      {
        test: {
          name: 'unit',
          expect,
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: ['test/walk/**', 'test/desktop/**', 'test/chaos/**'],
          /** No test reaches the real package: it would fetch a binary. */
          alias: { electron: join(import.meta.dirname, 'test/harness/electron/double.ts') },
          globalSetup: './test/harness/postgresForAll.ts',
          maxWorkers: cores + 1,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'line',
          expect,
          include: breakTheLine,
          maxWorkers: cores + 1,
          testTimeout: 120_000,
          /** One waits in its first hook until the other is through. */
          hookTimeout: 600_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'walk',
          expect,
          include: ['test/walk/**/*.test.ts'],
          globalSetup: './test/harness/postgresForWalks.ts',
          maxWorkers: cores + 1,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'chaos',
          expect,
          /** One file: its faults come one after another. */
          include: ['test/chaos/chaos.test.ts'],
          maxWorkers: cores + 1,
          testTimeout: 120_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'desktop',
          expect,
          include: ['test/desktop/**/*.test.ts'],
          exclude: breakTheLine,
          maxWorkers: cores,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
