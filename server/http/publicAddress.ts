import type { IncomingMessage, Server } from 'node:http';

/**
 * What the vendor, desks and monitors ask for; it is answered below the public address's path too. Not `/api` and `/metrics`: behind a
 * proxy that takes the path away, they would have a second address that its rules do not know.
 */
const ours = /^\/(?:desk|enrol|healthz|hooks|oauth|readyz|snapshots|socket\.io)(?=[/?]|$)/;
const bare = /^\/(?=\?|$)/;

/** The path of the public address, such as `/calls`; empty when it has none. */
export const pathOf = (publicUrl: string | null): string =>
  publicUrl === null ? '' : new URL(publicUrl).pathname.replace(/\/+$/, '');

/**
 * A request's address as at the root. A proxy may leave the public path in it or take it away; what is not ours below the path stays as
 * it came, so that both go well even when the path is one of our own words, as in `https://example.com/desk`.
 */
export function withoutPath(url: string, path: string): string {
  if (path === '' || !url.startsWith(`${path}/`)) return url;
  const rest = url.slice(path.length);
  return ours.test(rest) || (bare.test(rest) && !ours.test(path)) ? rest : url;
}

/** Lets everything that listens to this server, sockets too, answer below the path as at the root. Called when all listen. */
export function answerBelow(server: Server, path: string): void {
  const read = (request: IncomingMessage) => {
    request.url = withoutPath(request.url ?? '', path);
  };
  for (const event of ['request', 'upgrade'] as const) server.prependListener(event, read);
}
