import type { ChildProcess } from 'node:child_process';

/**
 * Passes on what a child says on its error output. An inherited one would be held open by a child that outlives its test's worker, and the
 * run, which reads the worker's output to its end, would never end.
 */
export function heard<T extends ChildProcess>(child: T): T {
  child.stderr?.on('data', (said: Buffer) => void process.stderr.write(said));
  return child;
}
