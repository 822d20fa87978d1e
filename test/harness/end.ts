import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** Ends a process with no chance to say anything, and waits until it is gone. */
export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}
