import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { heard } from '../harness/heard.ts';
import { within } from './scenario.ts';

/** A seat that is a process; see `seatProcess.ts`. */
export async function aSeatProcess(address: string, token: string, seat: string) {
  const child = heard(
    spawn(process.execPath, [join(import.meta.dirname, 'seatProcess.ts'), address, token, seat], {
      stdio: ['pipe', 'pipe', 'pipe'],
    }),
  );
  const said: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => void said.push(line));
  await within(10_000, () => said.includes('connected'));
  return {
    said,
    answer: (call: string) => void child.stdin.write(`${call}\n`),
    signal: (name: 'SIGSTOP' | 'SIGCONT') => void child.kill(name),
    kill: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}
