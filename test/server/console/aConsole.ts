import http from 'node:http';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import type { DeskId, SiteId } from '../../../protocol/call.ts';
import type { Alarm } from '../../../protocol/picture.ts';
import { accountKeys } from '../../../server/accountKeys.ts';
import { systemClock } from '../../../server/clock.ts';
import { operatorApi } from '../../../server/console/api.ts';
import { enrolRoute } from '../../../server/console/enrol.ts';
import { healthRoutes } from '../../../server/console/health.ts';
import { makeOperations } from '../../../server/console/operations.ts';
import { operatorCheck } from '../../../server/console/operator.ts';
import { operatorGuesses } from '../../../server/console/operatorGuesses.ts';
import { wallRoutes } from '../../../server/console/wallRoutes.ts';
import { makeDirectory } from '../../../server/desks/directory.ts';
import { makeHttp } from '../../../server/http/server.ts';
import { listenOnFile } from '../../../server/http/socketFile.ts';
import { makeLog } from '../../../server/log.ts';
import { sealWith } from '../../../server/seal.ts';
import { makeHookWalls } from '../../../server/walls/hookWalls.ts';
import { aRingingRing } from '../../builders/ring.ts';
import { manualClock } from '../../fakes/manualClock.ts';
import { someStores } from '../../harness/stores.ts';
import { aFolder } from '../aFolder.ts';

export const operatorToken = 'an-operator-token-of-some-length';

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

export type Answer = {
  readonly status: number;
  readonly body: unknown;
  readonly text: string;
  readonly headers: Headers;
};
export type ConsoleOptions = {
  readonly operatorToken?: string | null;
  readonly publicUrl?: string | null;
  readonly trustProxy?: readonly string[];
  readonly online?: readonly string[];
  readonly hindrances?: () => readonly string[];
  readonly alarms?: readonly Alarm[];
};

/** The operator's side of a relay over real HTTP, real SQLite and a real socket file, without the rings. */
export async function aConsole(options: ConsoleOptions = {}) {
  const { stores } = await someStores('sqlite', systemClock);
  const directory = await makeDirectory(stores.directory, () => systemClock.moment().wall);
  const seal = sealWith(accountKeys({ given: [], file: join(aFolder(), 'account.key') }));
  const walls = await makeHookWalls({ store: stores.directory, seal, clock: systemClock });
  const online = (desk: DeskId) => options.online?.includes(desk) ?? false;
  const operator = operatorCheck({
    operatorToken: options.operatorToken === undefined ? operatorToken : options.operatorToken,
    publicUrl: options.publicUrl ?? null,
  });
  const app = makeHttp({ trustProxy: options.trustProxy ?? [] }, makeLog('silent'));
  healthRoutes(app, {
    hindrances: options.hindrances ?? (() => []),
    metrics: async () => 'vestibule_seats 0\n',
    mayReadMetrics: operator.mayReadMetrics,
  });
  const clock = manualClock();
  await enrolRoute(app, { redeem: directory.redeem, now: () => clock.moment().mono });
  const operations = makeOperations({
    directory,
    walls,
    archive: stores.archive,
    presence: { isOnline: online, isAble: online, seatsOf: () => [] },
    address: () => 'https://relay.example',
    backUp: stores.care.backUp,
  });
  const alarms = {
    list: () => options.alarms ?? [],
    dismiss: (id: string) => options.alarms?.some((alarm) => alarm.id === id) ?? false,
  };
  const { isOperator, isHere } = operator;
  const lines: (readonly [object, string])[] = [];
  const warn = (fields: object, words: string) => void lines.push([fields, words]);
  const guessed = operatorGuesses({ now: () => clock.moment().mono, warn });
  await operatorApi(app, {
    operations,
    alarms,
    isOperator,
    guessed,
    isHere,
    version: '0.0.0',
    more: [(routes) => wallRoutes(routes, { walls, directory })],
  });
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  const socketPath = join(aFolder(), 'relay.sock');
  const file = await listenOnFile(socketPath, (request, response) => app.routing(request, response), operator.trust);
  open.push(async () => {
    file.close();
    file.closeAllConnections();
    await app.close();
  });

  const keepCall = (site: SiteId) => {
    const ring = aRingingRing();
    const facts = [{ what: 'routed' as const, count: 0, desks: [] }];
    const step = { site, call: ring.call.id, fromRevision: 0, revision: 1, ring, facts, at: ring.call.receivedAt };
    return stores.journal.step(step).then(() => ring.call.id);
  };
  return { address, socketPath, directory, ask: askAt(address), keepCall, clock, lines, statusAt: statusAt(address) };
}

/** Asks over the network; as an operator unless told otherwise. */
const askAt =
  (address: string) =>
  async (
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = { authorization: `Bearer ${operatorToken}` },
  ): Promise<Answer> => {
    const json = body === undefined ? {} : { 'content-type': 'application/json' };
    const payload = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
    const response = await fetch(`${address}${path}`, { method, headers: { ...json, ...headers }, ...payload });
    const text = await response.text();
    return { status: response.status, text, body: readJson(text), headers: response.headers };
  };

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The status of a request that names this host. */
const statusAt =
  (address: string) =>
  (host: string, path: string): Promise<number> =>
    statusOf({ port: Number(new URL(address).port), path, headers: { host } });

/** The status of a request over the relay's socket file. */
export const statusOverFile = (socketPath: string, path: string): Promise<number> => statusOf({ socketPath, path });

const statusOf = (options: http.RequestOptions): Promise<number> =>
  new Promise((resolve, reject) => {
    http
      .get(options, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      })
      .on('error', reject);
  });
