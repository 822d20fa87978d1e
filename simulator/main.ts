#!/usr/bin/env node
/** The simulator's process: a stand-in for ButterflyMX on this machine alone. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import { fastify } from 'fastify';
import { z } from 'zod';
import { makeCalls } from './calls.ts';
import { frontDesk, type Site } from './directory.ts';
import { panelApi } from './panelApi.ts';
import { openRooms } from './rooms.ts';
import { vendorApi } from './vendorApi.ts';
import { makeVisitor, readSchedule } from './visitor.ts';
import { makeWebhooks } from './webhooks.ts';

const Settings = z.object({
  VESTIBULE_SIMULATOR_PORT: z.coerce.number().int().min(0).max(65_535).default(4200),
  VESTIBULE_BUTTERFLYMX_TOKEN: z.string().min(1),
  VESTIBULE_SIMULATOR_RING_SECONDS: z.coerce.number().int().min(1).max(300).default(40),
  VESTIBULE_SIMULATOR_VISITOR: z
    .string()
    .transform(readSchedule)
    .refine((ms) => ms !== null, 'say every=30s')
    .optional(),
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

const after = (ms: number, run: () => void) => void setTimeout(run, ms).unref();
const calls = makeCalls(() => new Date());
const sites = new Map<string, Site>();
const webhooks = makeWebhooks({
  wait: (ms) => new Promise((resolve) => after(ms, resolve)),
  now: () => performance.now(),
  say: (line) => console.error(line),
});
const visitor = makeVisitor(calls, () => new Date(), after);
let address = '';

calls.onChange(({ call, before }) => {
  const hook = sites.get(call.site)?.hook;
  if (hook === undefined) return;
  if (before === null) webhooks.created(call, hook, address);
  else if (before.status !== call.status) webhooks.statusChanged(call, hook);
  if (before === null) after(ringSeconds * 1_000, () => giveUp(call.guid));
});

/** Nobody answered in time: the panel stops calling. */
function giveUp(guid: string): void {
  const call = calls.find(guid);
  if (call !== null && !call.active && !call.over) calls.change(guid, { status: 'timeout_online_signal', over: true });
}

const app = fastify({ logger: false, forceCloseConnections: true });
for (const type of ['application/vnd.api+json'])
  app.addContentTypeParser(type, { parseAs: 'string' }, app.getDefaultJsonParser('error', 'error'));
app.setNotFoundHandler(
  (_request, reply) =>
    void reply.code(404).send({ errors: [{ code: 'not_found', message: 'There is no such resource.' }] }),
);
vendorApi(app, { calls, bearer, imageOrigin: () => address });
panelApi(app, { calls, sites, visitor, bearer });
await servePanel();

/** The vendor does not say how it ends a call whose panel hung up after the answer; here the room closes and no status follows. */
const rooms = openRooms(app.server, {
  calls,
  panelLeft: (guid) => {
    const call = calls.find(guid);
    if (call !== null && !call.over)
      calls.change(guid, { over: true, ...(call.active ? {} : { status: 'canceled' as const }) });
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
    const [site] = sites.keys();
    const busy = calls.list().some(({ over }) => !over);
    if (site !== undefined && !busy) void visitor.visit(site, undefined, frontDesk);
    ringEvery(ms);
  }, ms);
}

function stop(): void {
  webhooks.stop();
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
  const policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; media-src 'self' blob: mediastream:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
  await app.register(fastifyStatic, {
    root: folder,
    prefix: '/',
    setHeaders: (reply) =>
      void reply.header('content-security-policy', policy).header('x-content-type-options', 'nosniff'),
  });
}
