import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach } from 'vitest';
import { z } from 'zod';

export type Heard = { readonly method: string; readonly path: string; readonly body: unknown };
/** `hang`: no answer ever comes. */
export type Said =
  | { readonly status: number; readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> }
  | 'hang';

const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});

/** A real web server that answers as a test says, and keeps what it heard. */
export async function aVendor(answer: (heard: Heard) => Said) {
  const heard: Heard[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => void chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      const one = {
        method: request.method ?? '',
        path: request.url ?? '',
        body: text === '' ? null : isForm(request) ? text : JSON.parse(text),
      };
      heard.push(one);
      const said = answer(one);
      if (said === 'hang') return;
      response.writeHead(said.status, { 'content-type': 'application/json', ...said.headers });
      response.end(said.body === undefined ? '' : JSON.stringify(said.body));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  open.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { address: `http://127.0.0.1:${portOf(server.address())}`, heard };
}

const isForm = ({ headers }: IncomingMessage) => headers['content-type']?.startsWith('application/x-www-form') ?? false;
const portOf = (address: AddressInfo | string | null) => z.object({ port: z.number() }).parse(address).port;

const Body = z.object({
  data: z.object({
    attributes: z.object({
      configuration: z.object({ url: z.string() }),
      bindings: z.array(z.object({ resource_type: z.string(), actions: z.array(z.string()) })),
    }),
  }),
});
export type Kept = z.infer<typeof Body>['data']['attributes'] & { readonly id: number };

export type RegistryOptions = {
  /** What is refused, by a word in a body and the interface it was sent to. */
  readonly refuses?: (heard: Heard) => Said | null;
  /** What answers leave out. */
  readonly tellsUrl?: boolean;
};

/** A registry of subscriptions in the guessed v4 form, and in v3's own, each with entries of its own. */
export async function aRegistry({ refuses = () => null, tellsUrl = true }: RegistryOptions = {}) {
  const entries = new Map<string, Map<number, Kept>>();
  let last = 5520;
  const at = (collection: string) => {
    const found = entries.get(collection) ?? new Map<number, Kept>();
    entries.set(collection, found);
    return found;
  };
  const form = (collection: string, { id, configuration, bindings }: Kept) => {
    if (!tellsUrl) return { id };
    if (!collection.startsWith('/v3')) return { id, integrator: 'webhook', configuration, bindings };
    return { id: String(id), type: 'integrations', attributes: { config: { method: 'post', url: configuration.url } } };
  };
  const missing = {
    status: 404,
    body: { errors: [{ field: 'base', code: 'not_found', message: 'Resource not found' }] },
  };
  const vendor = await aVendor((heard) => {
    const refused = refuses(heard);
    if (refused !== null) return refused;
    const [, collection = '', one] = /^(.*\/integrations)(?:\/(\d+))?(?:\?.*)?$/.exec(heard.path) ?? [];
    const kept = at(collection);
    const put = (id: number) => {
      const entry = { ...Body.parse(heard.body).data.attributes, id };
      kept.set(id, entry);
      return { status: 200, body: { data: form(collection, entry) } };
    };
    if (one === undefined) {
      if (heard.method === 'POST') return put(++last);
      return { status: 200, body: { data: [...kept.values()].map((entry) => form(collection, entry)) } };
    }
    const entry = kept.get(Number(one));
    if (entry === undefined) return missing;
    if (heard.method === 'PUT') return put(entry.id);
    if (heard.method === 'GET') return { status: 200, body: { data: form(collection, entry) } };
    kept.delete(entry.id);
    return { status: 204 };
  });
  return {
    ...vendor,
    at: (collection: string) => [...at(collection).values()],
    /** Changes what is kept as somebody else would. */
    change: (collection: string, id: number, entry: Kept | null) =>
      void (entry === null ? at(collection).delete(id) : at(collection).set(id, entry)),
    add: (collection: string, url: string, id = ++last) => {
      at(collection).set(id, {
        id,
        configuration: { url },
        bindings: [{ resource_type: 'call', actions: ['create'] }],
      });
      return String(id);
    },
  };
}
