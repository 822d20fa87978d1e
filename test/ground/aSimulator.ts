import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';

/** A real simulator in a process of its own, on a free port. */
export type RunningSimulator = {
  readonly address: string;
  readonly bearer: string;
  readonly register: (site: string, name: string, hook: string) => Promise<void>;
  /** One call by the scripted visitor; resolves with its guid. */
  readonly ring: (site: string, to?: string) => Promise<string>;
  readonly status: (guid: string) => Promise<string>;
  readonly stop: () => Promise<void>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

const main = join(import.meta.dirname, '../../simulator/main.ts');
const bearer = 'the-called-account';
const Placed = z.object({ guid: z.string() });
const Status = z.object({ data: z.object({ attributes: z.object({ status: z.string() }) }) });

export async function aSimulator(env: Readonly<Record<string, string>> = {}): Promise<RunningSimulator> {
  const settings = {
    PATH: process.env['PATH'] ?? '',
    VESTIBULE_SIMULATOR_PORT: '0',
    VESTIBULE_BUTTERFLYMX_TOKEN: bearer,
    ...env,
  };
  const child = spawn(process.execPath, [main], { env: settings, stdio: ['ignore', 'pipe', 'inherit'] });
  const address = await addressOf(child);
  const ask = async (method: string, path: string, body?: unknown) => {
    const headers = {
      authorization: `Bearer ${bearer}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    };
    const response = await fetch(`${address}${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`The simulator answered ${response.status} to ${path}.`);
    return response.status === 204 ? null : await response.json();
  };
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  };
  return {
    address,
    bearer,
    register: async (site, name, hook) => void (await ask('PUT', `/simulator/sites/${site}`, { name, hook })),
    ring: async (site, to) =>
      Placed.parse(await ask('POST', '/simulator/calls', to === undefined ? { site } : { site, to })).guid,
    status: async (guid) => Status.parse(await ask('GET', `/v3/me/calls/${guid}/status`)).data.attributes.status,
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    if (child.stdout) {
      createInterface({ input: child.stdout }).on('line', (line) => {
        const found = /http:\/\/\S+/.exec(line)?.[0];
        if (found) resolve(found);
      });
    }
    child.once('exit', () => reject(new Error('The simulator ended at once.')));
  });
}
