import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

const startDeadlineMs = 20_000;
const stopDeadlineMs = 5_000;

/** Processes that live and end together: one that dies takes the others with it, and Ctrl-C ends all of them cleanly. */
export class Family {
  readonly #children: ChildProcess[] = [];
  #ending = false;

  constructor() {
    process.once('SIGINT', () => void this.end(0));
    process.once('SIGTERM', () => void this.end(0));
  }

  /** Starts a program of ours and resolves with the address in its first line; rejects with what it says when it cannot start. */
  async start(
    name: string,
    path: string,
    settings: Readonly<Record<string, string>>,
    options: readonly string[] = [],
  ): Promise<string> {
    const child = spawn(process.execPath, [...options, path], {
      env: { ...process.env, ...settings },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    this.#children.push(child);
    const complaints: string[] = [];
    createInterface({ input: child.stderr }).on('line', (line) => {
      complaints.push(line);
      if (!this.#ending && complaints.length > 1) console.error(line);
    });
    const address = await new Promise<string>((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`${name} did not start within ${startDeadlineMs / 1000} s.`)),
        startDeadlineMs,
      );
      createInterface({ input: child.stdout }).on('line', (line) => {
        const found = /https?:\/\/[^\s/]+/.exec(line)?.[0];
        if (found === undefined) return console.log(line);
        clearTimeout(timer);
        resolve(found);
      });
      child.once('exit', () => {
        clearTimeout(timer);
        reject(new Error(complaints.join('\n') || `${name} ended at once.`));
      });
    });
    child.once('exit', () => {
      if (!this.#ending)
        this.fail(`${name} has stopped unexpectedly${complaints.length > 0 ? `: ${complaints.at(-1)}` : '.'}`);
    });
    return address;
  }

  /** Opens a program that a person may close without ending the others. */
  open(binary: string, words: readonly string[]): void {
    const child = spawn(binary, words, { stdio: 'ignore', detached: true });
    child.on('error', () => console.error('The desktop program could not be opened.'));
    this.#children.push(child);
  }

  /** Says why, ends everybody, exits with 1. */
  fail(message: string): void {
    if (!this.#ending) console.error(message);
    void this.end(1);
  }

  async end(code: number): Promise<void> {
    if (this.#ending) return;
    this.#ending = true;
    const alive = this.#children.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null);
    const ended = Promise.all(alive.map((child) => once(child, 'exit')));
    for (const child of alive.toReversed()) child.kill('SIGTERM');
    const killer = setTimeout(() => alive.forEach((child) => void child.kill('SIGKILL')), stopDeadlineMs);
    await ended;
    clearTimeout(killer);
    process.exit(code);
  }
}
