import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { z } from 'zod';
import { random } from './scenario.ts';

/** A stand-in for the vendor's doors that answers badly more often than well, and counts what it was asked: by access point, or by a call's guid. */
export type DoorVendor = {
  readonly address: string;
  readonly asked: (what: string) => number;
  readonly total: () => number;
  readonly close: () => Promise<void>;
};

const ReleaseAsked = z.object({ door_release_request: z.object({ access_point_id: z.number() }) });
const NoticeAsked = z.object({ data: z.object({ attributes: z.object({ call_guid: z.string() }) }) });

export async function aDoorVendor(): Promise<DoorVendor> {
  const asked = new Map<string, number>();
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const what = doorIn(request.url ?? '', body);
      if (what === null) return answer(response, 200, stillRinging);
      asked.set(what, (asked.get(what) ?? 0) + 1);
      ways[random(0, ways.length - 1)]?.(response);
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = z.object({ port: z.number() }).parse(server.address());
  return {
    address: `http://127.0.0.1:${port}`,
    asked: (what) => asked.get(what) ?? 0,
    total: () => [...asked.values()].reduce((sum, count) => sum + count, 0),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function doorIn(url: string, body: unknown): string | null {
  if (url.startsWith('/v4/door_release_requests'))
    return `point ${ReleaseAsked.parse(body).door_release_request.access_point_id}`;
  return url.startsWith('/v3/notifications/open_door')
    ? `call ${NoticeAsked.parse(body).data.attributes.call_guid}`
    : null;
}

/** Whatever else the relay asks of a call: it waits, and this is the token for its media. */
const stillRinging = {
  data: { attributes: { status: 'initializing' } },
  included: [],
  tokens: { simulator: 'a-token' },
};
const released = (response: ServerResponse) => answer(response, 201, { data: { id: 1 } });
/** Silence costs four seconds each, so there is less of it than of the rest. */
const ways: readonly ((response: ServerResponse) => void)[] = [
  released,
  released,
  released,
  released,
  (response) => answer(response, 500, { errors: [] }),
  (response) => answer(response, 500, { errors: [] }),
  (response) => answer(response.setHeader('retry-after', '1'), 429, { errors: [] }),
  (response) => answer(response, 401, { errors: [{ code: 'unauthorized', messages: 'expired' }] }),
  (response) => void response.writeHead(200).end('<html>'),
  (response) => void setTimeout(() => released(response), random(50, 900)),
  (response) => void response.destroy(),
  () => {},
];

const answer = (response: ServerResponse, status: number, body: unknown): void =>
  void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(z.instanceof(Buffer).parse(chunk));
  const text = Buffer.concat(chunks).toString('utf8');
  return text === '' ? null : JSON.parse(text);
}
