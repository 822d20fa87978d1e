import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { Misbehaviour } from '../../simulator/faults/misbehaviour.ts';
import type { Person } from '../../simulator/world/people.ts';
import { heard } from './heard.ts';
import { signIn, type Tokens } from './signIn.ts';

/** A real simulator in a process of its own, on a free port. */
export type RunningSimulator = {
  readonly address: string;
  readonly bearer: string;
  readonly register: (site: string, name: string, hook: string, bindings?: readonly Bound[]) => Promise<void>;
  /** One call by the scripted visitor, to a unit's label or the front desk; resolves with its guid. */
  readonly ring: (site: string, to?: string, options?: RingOptions) => Promise<string>;
  readonly status: (guid: string) => Promise<string>;
  /** Moves a call as if somebody else had acted; `webhook` false: nobody is told. */
  readonly setStatus: (guid: string, status: string, options?: { readonly webhook?: boolean }) => Promise<void>;
  /** A person's tokens, through the real OAuth flow. */
  readonly signIn: (who: Person, clientId?: string) => Promise<Tokens>;
  /** All access tokens so far are too old from now on; `revoke`: and none can be refreshed. The static bearer stays good. */
  readonly expireTokens: () => Promise<void>;
  readonly revokeTokens: () => Promise<void>;
  /** Replaces what went wrong on purpose before; `{}` ends it. */
  readonly misbehave: (misbehaviour: MisbehaviourAsked) => Promise<void>;
  /** Registrations of building 61200, or of the path that is named. */
  readonly integrations: (path?: string) => Promise<readonly Registered[]>;
  /** The building's door log, newest first. */
  readonly accessLogs: () => Promise<readonly AccessLog[]>;
  /** What the vendor's API was asked, oldest first, from paths that begin so. */
  readonly requests: (path?: string) => Promise<readonly AskedOf[]>;
  readonly startOver: () => Promise<void>;
  /** Any request to the API; with the static bearer where no token is given. */
  readonly api: (method: string, path: string, body?: unknown, token?: string) => Promise<ApiAnswer>;
  readonly stop: () => Promise<void>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** What a site's own hook is told of; calls alone unless more is asked for. */
export type Bound = 'call' | 'access_log';
export type RingOptions = { readonly panel?: number; readonly provider?: string | null };
export type MisbehaviourAsked = z.input<typeof Misbehaviour>;
export type ApiAnswer = { readonly status: number; readonly headers: Headers; readonly body: unknown };

const Registered = z.object({
  id: z.number(),
  configuration: z.object({ url: z.string(), method: z.string() }),
  bindings: z.array(z.object({ resource_type: z.string(), actions: z.array(z.string()) })),
});
export type Registered = z.infer<typeof Registered>;
const AccessLog = z.object({
  id: z.number(),
  access_point: z.number(),
  entry_method: z.union([z.string(), z.record(z.string(), z.number())]),
  name: z.string().nullable(),
  tenant_id: z.number().nullable(),
});
export type AccessLog = z.infer<typeof AccessLog>;
const AskedOf = z.object({
  method: z.string(),
  path: z.string(),
  status: z.number().nullable(),
  who: z.string(),
});
export type AskedOf = z.infer<typeof AskedOf>;
const listOf = <T extends z.ZodType>(one: T) => z.object({ data: z.array(one) });

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
  const child = heard(spawn(process.execPath, [main], { env: settings, stdio: ['ignore', 'pipe', 'pipe'] }));
  const address = await addressOf(child);
  const api: RunningSimulator['api'] = async (method, path, body, token = bearer) => {
    const type = body === undefined ? {} : { 'content-type': 'application/json' };
    const response = await fetch(`${address}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...type },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === '' ? null : readJson(text) };
  };
  const ask = async (method: string, path: string, body?: unknown) => {
    const answer = await api(method, path, body);
    if (answer.status > 299) throw new Error(`The simulator answered ${answer.status} to ${path}.`);
    return answer.body;
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
    register: async (site, name, hook, bindings) =>
      void (await ask('PUT', `/simulator/sites/${site}`, { name, hook, bindings })),
    api,
    ring: async (site, to, options = {}) =>
      Placed.parse(await ask('POST', '/simulator/calls', { site, ...(to === undefined ? {} : { to }), ...options }))
        .guid,
    status: async (guid) => Status.parse(await ask('GET', `/v3/me/calls/${guid}/status`)).data.attributes.status,
    setStatus: async (guid, status, options = {}) =>
      void (await ask('POST', `/simulator/calls/${guid}/status`, { status, ...options })),
    signIn: (who, clientId) => signIn(address, who, clientId),
    expireTokens: async () => void (await ask('POST', '/simulator/tokens/expire')),
    revokeTokens: async () => void (await ask('POST', '/simulator/tokens/revoke')),
    misbehave: async (misbehaviour) => void (await ask('PUT', '/simulator/misbehaviour', misbehaviour)),
    integrations: async (path = '/v4/buildings/61200/integrations') =>
      listOf(Registered).parse(await ask('GET', path)).data,
    accessLogs: async () => listOf(AccessLog).parse(await ask('GET', '/v4/buildings/61200/access_logs?per=100')).data,
    requests: async (path = '/') =>
      z
        .object({ requests: z.array(AskedOf) })
        .parse(await ask('GET', '/simulator/requests'))
        .requests.filter((asked) => asked.path.startsWith(path)),
    startOver: async () => void (await ask('POST', '/simulator/start-over')),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

/** What is no JSON stays text. */
function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
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
