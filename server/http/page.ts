import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { deskPolicy } from '../../protocol/pagePolicy.ts';
import { twilioSignalling } from '../../protocol/twilio.ts';
import { isLoopbackUrl } from '../loopback.ts';

export type PageParts = {
  /** The built pages, `out/renderer`. */
  readonly folder: string;
  /** The vendor's API; when it is the simulator's, on this machine, the page may reach its media rooms. */
  readonly vendorApiUrl: string;
  /** Under which address the desks reach it; with https they are held to it. */
  readonly publicUrl: string | null;
};

/** Whether the vendor's API is a simulator on this machine. */
export const isSimulated = (vendorApiUrl: string): boolean => isLoopbackUrl(vendorApiUrl);

/** Where the build may have put the page. */
const indexes = ['index.html', 'desk/index.html'];

/** The page names its parts relative to `/desk/`; at `/desk` those addresses would begin one folder higher. */
const atBareAddress = (html: string) => html.replaceAll('="./', '="./desk/');

/** `GET /desk`: the desk's page, with a policy under which it can load nothing but itself and speak to nobody but us and the media servers. */
export async function servePage(app: FastifyInstance, { folder, ...reached }: PageParts): Promise<void> {
  app.get('/', async (_request, reply) => reply.redirect('desk', 302));
  const index = indexes.find((name) => existsSync(join(folder, name)));
  if (index === undefined) {
    for (const path of ['/desk', '/desk/']) app.get(path, async (_request, reply) => reply.code(503).send(notBuilt));
    return;
  }
  const headers = pageHeaders(reached);
  await app.register(fastifyStatic, {
    root: folder,
    prefix: '/desk/',
    index: false,
    cacheControl: false,
    dotfiles: 'ignore',
    setHeaders: (reply, path) => {
      for (const [name, value] of Object.entries(headers)) reply.header(name, value);
      const isHashed = relative(folder, path).startsWith('assets');
      reply.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-store');
    },
  });
  const page = () => readFile(join(folder, index), 'utf8');
  const send = (reply: FastifyReply, html: string) =>
    reply
      .headers({ ...headers, 'cache-control': 'no-store' })
      .type('text/html; charset=utf-8')
      .send(html);
  app.get('/desk', async (_request, reply) => send(reply, atBareAddress(await page())));
  app.get('/desk/', async (_request, reply) => send(reply, await page()));
}

const notBuilt = {
  error: 'not-built',
  message: "The desk's page is not built. Run npm run build and start the relay again.",
};

/** A year; not for other names below it, which are none of ours. */
const onlyHttps = { 'strict-transport-security': 'max-age=31536000' } as const;

function pageHeaders({ vendorApiUrl, publicUrl }: Omit<PageParts, 'folder'>): Readonly<Record<string, string>> {
  const isHttps = publicUrl?.startsWith('https:') ?? false;
  const rooms = isSimulated(vendorApiUrl) ? [new URL(vendorApiUrl).origin.replace(/^http/, 'ws')] : [];
  return {
    'content-security-policy': deskPolicy(
      [twilioSignalling, ...rooms],
      ["manifest-src 'self'", ...(isHttps ? ['upgrade-insecure-requests'] : [])],
    ),
    'permissions-policy':
      'camera=(), microphone=(self), speaker-selection=(self), screen-wake-lock=(self), geolocation=()',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    ...(isHttps ? onlyHttps : {}),
  };
}
