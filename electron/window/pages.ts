import { readFile } from 'node:fs/promises';
import { extname, relative, resolve, sep } from 'node:path';
import { pageOrigin } from '../../protocol/bridge.ts';
import { isOurOrigin, pageHeaders } from '../settings/policy.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** Under which path the build expects its files. */
const prefix = '/desk/';

/**
 * The file that an address means; null for everything that is not a plain file of the page. An encoded path is refused rather than decoded,
 * as none of our own file names needs it: so `%2e%2e`, `%5c`, NUL and alternate streams have no way in.
 */
export function fileFor(address: string, folder: string): string | null {
  const url = URL.parse(address);
  if (url === null || !isOurOrigin(address) || url.port !== '') return null;
  /** The parser has already folded `..` away; what asked for it is refused all the same. */
  if (/\.\.|\\|%|:/.test(address.slice(pageOrigin.length).split(/[?#]/)[0] ?? '')) return null;
  if (!url.pathname.startsWith(prefix) || !/^[\w./-]+$/.test(url.pathname)) return null;
  const root = resolve(folder);
  /** As at the relay: the address of the page itself, and below it the build's own folders. */
  const file = resolve(root, url.pathname === prefix ? 'desk/index.html' : url.pathname.slice(prefix.length));
  const inside = relative(root, file);
  if (inside === '' || inside.startsWith('..') || inside.split(sep).some((part) => part.startsWith('.'))) return null;
  return extname(file) in types ? file : null;
}

/** Answers every `app://` request: a file of the page with its policy, or 404. The relay's address is asked for each time, as it may change. */
export const answerPages =
  (folder: string, relay: () => string | null) =>
  async (request: Request): Promise<Response> => {
    const file = request.method === 'GET' ? fileFor(request.url, folder) : null;
    const headers = pageHeaders(relay());
    const body = file === null ? null : await readFile(file).catch(() => null);
    if (file === null || body === null) return new Response('Not found', { status: 404, headers });
    return new Response(new Uint8Array(body), {
      headers: { ...headers, 'content-type': types[extname(file)] ?? 'application/octet-stream' },
    });
  };
