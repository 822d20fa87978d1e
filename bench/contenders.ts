import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { aRelay } from '../test/ground/aRelay.ts';

/** Something that takes deliveries: where to post them, where desks connect, how to end it. */
export type Contender = {
  readonly hook: string;
  readonly address: string;
  /** A token for one more desk; references want none. */
  readonly token: () => Promise<string>;
  readonly stop: () => Promise<void>;
};

export async function vestibule(): Promise<Contender> {
  const relay = await aRelay({ env: { VESTIBULE_LOG_LEVEL: 'error' } });
  const { url } = await relay.hook();
  return {
    hook: url,
    address: relay.address,
    token: async () => (await relay.desk()).token,
    stop: async () => relay[Symbol.asyncDispose](),
  };
}

export async function reference(name: 'bareSocketIo' | 'oneCommitEach'): Promise<Contender> {
  const folder = mkdtempSync(join(tmpdir(), 'vestibule-bench-'));
  const child = spawn(process.execPath, [join(import.meta.dirname, 'references', `${name}.ts`), folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const address = await new Promise<string>((resolve) =>
    createInterface({ input: child.stdout }).once('line', resolve),
  );
  return {
    hook: `${address}/hooks/any`,
    address,
    token: async () => 'any',
    stop: async () => {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
