#!/usr/bin/env node
/** The simulator's process: a stand-in for ButterflyMX on this machine alone. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import { fastify } from 'fastify';
import { z } from 'zod';
import { pagePolicy } from '../protocol/pagePolicy.ts';
import { integrationRoutes } from './api/integrationRoutes.ts';
import { v3Calls } from './api/v3/calls.ts';
import { v3Me } from './api/v3/me.ts';
import { doorRelease } from './api/v4/doorRelease.ts';
import { keychains } from './api/v4/keychains.ts';
import { v4Resources } from './api/v4/resources.ts';
import { panelApi } from './control/panelApi.ts';
import { scriptApi } from './control/scriptApi.ts';
import { behaviourApi } from './faults/behaviourApi.ts';
import { canMisbehave, misbehave } from './faults/misbehave.ts';
import { makeConduct, wellBehaved } from './faults/misbehaviour.ts';
import { isOwnHost } from './http/ownOrigin.ts';
import { notFound } from './http/refusals.ts';
import { keepRequests } from './http/requestLog.ts';
import { wantBearer } from './oauth/bearer.ts';
import { makeClients } from './oauth/clients.ts';
import { makeGrants } from './oauth/grants.ts';
import { oauth } from './oauth/routes.ts';
import { openRooms } from './rooms/rooms.ts';
import { takeBodies } from './webhooks/bodies.ts';
import { makeDeliveries } from './webhooks/deliveries.ts';
import { makeIntegrations } from './webhooks/integrations.ts';
import { makeWebhooks } from './webhooks/webhooks.ts';
import { makeAccessLogs } from './world/accessLogs.ts';
import { makeCalls } from './world/calls.ts';
import { makeDoors } from './world/doors.ts';
import { Person } from './world/people.ts';
import { makeSites } from './world/sites.ts';
import { makeVisitor, readSchedule } from './world/visitor.ts';

const Settings = z.object({
  VESTIBULE_SIMULATOR_PORT: z.coerce.number().int().min(0).max(65_535).default(4200),
  VESTIBULE_BUTTERFLYMX_TOKEN: z.string().min(1),
  VESTIBULE_SIMULATOR_RING_SECONDS: z.coerce.number().int().min(1).max(300).default(40),
  VESTIBULE_SIMULATOR_VISITOR: z
    .string()
    .transform(readSchedule)
    .refine((ms) => ms !== null, 'say every=30s')
    .optional(),
  VESTIBULE_SIMULATOR_TOKEN_SECONDS: z.coerce.number().int().min(1).max(31_536_000).default(86_400),
  VESTIBULE_SIMULATOR_TOKEN_OF: Person.optional(),
  VESTIBULE_SIMULATOR_CLIENT_ID: z.string().min(1).optional(),
  VESTIBULE_SIMULATOR_CLIENT_SECRET: z.string().min(1).optional(),
});

const settings = Settings.safeParse(process.env);
if (!settings.success) {
  console.error(
    [
      'The simulator cannot start:',
      ...settings.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`),
    ].join('\n'),
  );
  process.exit(2);
}
const {
  VESTIBULE_SIMULATOR_PORT: port,
  VESTIBULE_BUTTERFLYMX_TOKEN: bearer,
  VESTIBULE_SIMULATOR_RING_SECONDS: ringSeconds,
} = settings.data;
const everyMs = settings.data.VESTIBULE_SIMULATOR_VISITOR ?? null;

const wait = (ms: number) => new Promise<void>((resolve) => after(ms, resolve));
const after = (ms: number, run: () => void) => void setTimeout(run, ms).unref();
const now = () => new Date();
const calls = makeCalls(now);
const sites = makeSites();
const accessLogs = makeAccessLogs(now);
const integrations = makeIntegrations();
const conduct = makeConduct();
const grants = makeGrants({ now, tokenSeconds: settings.data.VESTIBULE_SIMULATOR_TOKEN_SECONDS });
const manner = () => conduct.get().webhooks;
const webhooks = makeWebhooks({
  wait,
  after,
  now: () => performance.now(),
  say: (line) => console.error(line),
  manner,
});
let address = '';
const imageOrigin = () => address;
const deliveries = makeDeliveries({ integrations, sites, webhooks, imageOrigin, manner });
const doors = makeDoors({ calls, accessLogs, imageOrigin });
const visitor = makeVisitor(calls, now, after);

calls.onChange(({ call, before, quiet = false }) => {
  if (before === null) {
    deliveries.created(call);
    after(ringSeconds * 1_000, () => giveUp(call.guid));
  } else if (before.status !== call.status && !quiet) deliveries.statusChanged(call);
});
accessLogs.onAdd(deliveries.released);

/** Nobody answered in time: the panel stops calling. */
function giveUp(guid: string): void {
  const call = calls.find(guid);
  if (call?.status === 'initializing' && !call.over)
    calls.change(guid, { status: 'timeout_online_signal', over: true });
}

const app = fastify({ logger: false, forceCloseConnections: true });
takeBodies(app);
app.setNotFoundHandler((_request, reply) => void reply.code(404).send(notFound));
app.addHook('onRequest', async ({ headers }, reply) => {
  if (!isOwnHost(headers.host)) return reply.code(403).send({ message: 'The simulator is for this machine alone.' });
});
const requests = keepRequests(app, canMisbehave);
misbehave(app, { conduct, wait });
wantBearer(app, { bearer, standsFor: settings.data.VESTIBULE_SIMULATOR_TOKEN_OF ?? 'everyone', grants });
oauth(app, {
  grants,
  clients: makeClients({
    id: settings.data.VESTIBULE_SIMULATOR_CLIENT_ID ?? null,
    secret: settings.data.VESTIBULE_SIMULATOR_CLIENT_SECRET ?? null,
  }),
});
integrationRoutes(app, integrations);
v3Calls(app, { calls, doors, imageOrigin });
v3Me(app, doors);
v4Resources(app, { calls, accessLogs, imageOrigin });
doorRelease(app, doors);
keychains(app);
scriptApi(app, { bearer, calls, sites, conduct, grants, requests, startOver });
panelApi(app, { calls, sites, visitor });
behaviourApi(app, { conduct, startOver });
await servePanel();

/** The vendor does not say how it ends a call whose panel hung up after the answer; here the room closes and no status follows. */
const rooms = openRooms(app.server, {
  calls,
  panelLeft: (guid) => {
    const call = calls.find(guid);
    if (call !== null && !call.over) calls.change(guid, { over: true, ...(call.active ? {} : { status: 'canceled' }) });
  },
});

try {
  address = (await app.listen({ host: '127.0.0.1', port })).replace('[::1]', '127.0.0.1');
  console.log(`The simulated ButterflyMX answers at ${address}`);
} catch (error) {
  const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  console.error(
    taken
      ? `Port ${port} is taken. Stop what uses it, or set VESTIBULE_SIMULATOR_PORT.`
      : `The simulator cannot listen on port ${port}.`,
  );
  process.exit(1);
}

if (everyMs !== null) ringEvery(everyMs);
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, stop);

/** One call at a time, on the first site that was registered. */
function ringEvery(ms: number): void {
  setTimeout(() => {
    const [site] = sites.list();
    const busy = calls.list().some(({ over }) => !over);
    if (site !== undefined && !busy) void visitor.visit({ site });
    ringEvery(ms);
  }, ms);
}

/** As it was at the start, but for what is registered and who has signed in. */
function startOver(): void {
  webhooks.forget();
  conduct.set(wellBehaved);
  for (const { guid, over, status } of calls.list())
    calls.change(guid, {
      over: true,
      forgotten: true,
      ...(over || status !== 'initializing' ? {} : { status: 'canceled' }),
    });
  accessLogs.clear();
  requests.clear();
}

function stop(): void {
  webhooks.forget();
  rooms.close();
  app.close().then(
    () => process.exit(0),
    () => process.exit(1),
  );
}

async function servePanel(): Promise<void> {
  const folder = join(import.meta.dirname, '../out/simulator');
  if (!existsSync(join(folder, 'index.html'))) {
    app.get('/', async (_request, reply) =>
      reply.code(503).type('text/plain').send('The door panel is not built. Run npm run build.'),
    );
    return;
  }
  await app.register(fastifyStatic, {
    root: folder,
    prefix: '/',
    setHeaders: (reply) =>
      void reply.header('content-security-policy', pagePolicy([])).header('x-content-type-options', 'nosniff'),
  });
}
