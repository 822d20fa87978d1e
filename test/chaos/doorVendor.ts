import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { random } from './scenario.ts';

/**
 * A stand-in for the vendor that answers door requests badly more often than well, and counts them: by access point, or by a call's guid. A call's
 * status follows what it was asked, and each change is told back, as the vendor echoes our own answer and our own door.
 */
export type DoorVendor = {
  readonly address: string;
  readonly asked: (what: string) => number;
  readonly total: () => number;
  readonly close: () => Promise<void>;
};

/** Posts a status webhook; whether it arrives is no matter. */
export type Echo = (guid: string, status: string) => Promise<unknown>;

type Way = (response: ServerResponse) => void;

const ReleaseAsked = z.object({ door_release_request: z.object({ access_point_id: z.number() }) });
const NoticeAsked = z.object({ data: z.object({ attributes: z.object({ call_guid: z.string() }) }) });

export async function aDoorVendor(echo: Echo): Promise<DoorVendor> {
  const asked = new Map<string, number>();
  const statuses = new Map<string, string>();

  /** The word comes before, while or after the request is answered. */
  function becomes(guid: string, status: string): void {
    statuses.set(guid, status);
    void wait(random(0, 60)).then(() => echo(guid, status));
  }

  function door(what: string, response: ServerResponse): void {
    asked.set(what, (asked.get(what) ?? 0) + 1);
    anyOf(doorWays)(response);
  }

  function respond(url: string, body: unknown, response: ServerResponse): void {
    if (url.startsWith('/v4/door_release_requests')) {
      door(`point ${ReleaseAsked.parse(body).door_release_request.access_point_id}`, response);
    } else if (url.startsWith('/v3/notifications/open_door')) {
      const guid = guidIn(body);
      becomes(guid, 'opened_door');
      door(`call ${guid}`, response);
    } else if (url.startsWith('/v3/notifications/is_active')) {
      if (statuses.get(guidIn(body)) !== 'opened_door') becomes(guidIn(body), 'connecting_sip');
      anyOf(answerWays)(response);
    } else {
      answer(response, 200, standing(statuses.get(guidOf(url) ?? '') ?? 'initializing'));
    }
  }

  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => respond(request.url ?? '', body, response));
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

/** How a call stands, with the token for its media: whichever of the two was asked. */
const standing = (status: string) => ({
  data: { attributes: { status } },
  included: [],
  tokens: { simulator: 'a-token' },
});

const guidIn = (body: unknown) => NoticeAsked.parse(body).data.attributes.call_guid;
const guidOf = (url: string) => /^\/v3\/me\/calls\/([^/]+)\//.exec(url)?.[1];
const anyOf = (ways: readonly [Way, ...Way[]]): Way => ways[random(0, ways.length - 1)] ?? ways[0];

const released: Way = (response) => answer(response, 201, { data: { id: 1 } });
const fails: Way = (response) => answer(response, 500, { errors: [] });
const isCut: Way = (response) => void response.destroy();

/** Silence costs four seconds each, so there is less of it than of the rest. */
const doorWays: readonly [Way, ...Way[]] = [
  released,
  released,
  released,
  released,
  fails,
  fails,
  (response) => answer(response.setHeader('retry-after', '1'), 429, { errors: [] }),
  (response) => answer(response, 401, { errors: [{ code: 'unauthorized', messages: 'expired' }] }),
  (response) => void response.writeHead(200).end('<html>'),
  (response) => void setTimeout(() => released(response), random(50, 900)),
  isCut,
  () => {},
];
const answerWays: readonly [Way, ...Way[]] = [released, released, released, fails, isCut];

const answer = (response: ServerResponse, status: number, body: unknown): void =>
  void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(z.instanceof(Buffer).parse(chunk));
  const text = Buffer.concat(chunks).toString('utf8');
  return text === '' ? null : JSON.parse(text);
}
