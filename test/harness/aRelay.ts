import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { NewDesk, NewHook } from '../../protocol/admin.ts';
import { type GivenTo, type OperatorRequest, pathOf, type ReplyTo, replyIn } from '../../protocol/operator/request.ts';
import { operator as contract } from '../../protocol/operator.ts';
import { relayOptions } from '../../scripts/relayOptions.ts';
import { socketPath } from '../../server/http/socketFile.ts';
import { databaseOf } from './databaseOf.ts';

/** What the operator's API answered. */
type Answer = { readonly status: number; readonly body: unknown };

/** A real relay in a process of its own, on a free port, with a data folder that is thrown away. */
export type RunningRelay = {
  readonly address: string;
  readonly pid: number;
  readonly dataDir: string;
  readonly hook: (site?: string) => Promise<NewHook>;
  readonly desk: (options?: { readonly sites?: readonly string[]; readonly name?: string }) => Promise<NewDesk>;
  /** Asks one request of the operator's API, and gives its reply; rejects where the relay refuses. */
  readonly ask: <R extends OperatorRequest>(asked: R, given: GivenTo<R>) => Promise<ReplyTo<R>>;
  /** The same, for a test that wants to see a refusal. */
  readonly answerTo: <R extends OperatorRequest>(asked: R, given: GivenTo<R>) => Promise<Answer>;
  /** Asks over the relay's socket file what no object of the contract says: another path, or a request that is wrong. */
  readonly operator: (method: string, path: string, body?: unknown) => Promise<Answer>;
  /** All that it printed so far. */
  readonly printed: () => string;
  readonly stop: () => Promise<void>;
  /** Ends it with no chance to say anything. */
  readonly kill: () => Promise<void>;
  /** Starts it again over the same folder and on the same port. */
  readonly again: (env?: Readonly<Record<string, string>>) => Promise<RunningRelay>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

export type RelayOptions = {
  readonly env?: Readonly<Record<string, string>>;
  readonly dataDir?: string;
  readonly port?: string;
  /** Options of Node itself, such as `--import` of a file that bends its clock. */
  readonly node?: readonly string[];
  /** The most files and sockets that it may have open. */
  readonly files?: number;
  /** Another version's program, in place of this one's. */
  readonly main?: string;
};

const main = join(import.meta.dirname, '../../server/main.ts');

export async function aRelay(options: RelayOptions = {}): Promise<RunningRelay> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'vestibule-relay-'));
  const env = {
    PATH: process.env.PATH ?? '',
    VESTIBULE_PORT: options.port ?? '0',
    VESTIBULE_DATA_DIR: dataDir,
    VESTIBULE_BUTTERFLYMX_API_URL: 'http://127.0.0.1:9',
    VESTIBULE_LOG_LEVEL: 'info',
    VESTIBULE_TEST_ORIGIN: 'https://vestibule.invalid',
    ...(await databaseOf(dataDir)),
    ...options.env,
  };
  const node = [process.execPath, ...relayOptions(), ...(options.node ?? []), options.main ?? main];
  const limited =
    options.files === undefined ? node : ['sh', '-c', `ulimit -n ${options.files}; exec "$@"`, 'sh', ...node];
  const [program = '', ...words] = limited;
  const child = spawn(program, words, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const lines: string[] = [];
  const address = await firstAddress(child, lines);
  const operator: RunningRelay['operator'] = (method, path, body) => askFile(socketPath(dataDir), method, path, body);
  const answerTo: RunningRelay['answerTo'] = (asked, given) => operator(asked.method, pathOf(asked, given), given.body);
  const ask: RunningRelay['ask'] = async (asked, given) => {
    const { status, body } = await answerTo(asked, given);
    if (status === 200) return replyIn(asked, body);
    throw new Error(`${asked.method} ${asked.path} was answered ${status}: ${JSON.stringify(body)}`);
  };
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  };
  return {
    address,
    pid: child.pid ?? 0,
    dataDir,
    ask,
    answerTo,
    operator,
    hook: (site = 'demo') => ask(contract.createHook, { body: { site } }),
    desk: ({ sites = ['demo'], name = 'Front desk' } = {}) => ask(contract.createDesk, { body: { sites, name } }),
    printed: () => lines.join('\n'),
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    again: async (more = {}) =>
      aRelay({ ...options, env: { ...options.env, ...more }, dataDir, port: new URL(address).port }),
    [Symbol.asyncDispose]: async () => {
      await end('SIGTERM');
      if (options.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** The first line tells the address; a relay that ends before it says why on its error output. */
function firstAddress(child: ChildProcess, lines: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      if (stream === null) continue;
      createInterface({ input: stream }).on('line', (line) => {
        lines.push(line);
        const found = /https?:\/\/\S+/.exec(line);
        if (found) resolve(found[0]);
      });
    }
    child.once('exit', () => reject(new Error(`The relay ended before it took webhooks:\n${lines.join('\n')}`)));
  });
}

function askFile(socket: string, method: string, path: string, body: unknown): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const payload = body === undefined ? '' : JSON.stringify(body);
    const headers =
      body === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) };
    const asked = request({ socketPath: socket, method, path, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => void chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, body: JSON.parse(Buffer.concat(chunks).toString('utf8')) }),
      );
    });
    asked.on('error', reject);
    asked.end(payload);
  });
}
