import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The vendor's OAuth server and the parts of its API that tell who somebody is, over real HTTP, with every token in the test's hand. */
export type AccountServer = {
  readonly address: string;
  /** A code such as the vendor shows to a person who allowed what the address asks. */
  readonly allow: (authorizeUrl: string) => string;
  /** Access tokens that were given so far are good no longer. */
  readonly expireTokens: () => void;
  readonly refreshes: () => number;
  /** Every token that was ever given. */
  readonly given: () => readonly string[];
  readonly asked: () => readonly string[];
  /** What the next refreshes meet: an answer, none until the test lets go, a no, or a fault. `meet` runs after the tokens have rotated. */
  readonly onRefresh: (does: Refreshing) => void;
  /** Tokens that were taken back, each with the hint of its kind. */
  readonly revoked: () => readonly (readonly [token: string | null, hint: string | null])[];
  /** How the next revocations are answered; `hang`: not at all. */
  readonly onRevoke: (answer: number | 'hang') => void;
  readonly me: (body: unknown) => void;
  /** The API answers so to every good token, whatever the OAuth server does; null: as usual. `of`: only to paths that begin so. */
  readonly refuse: (status: 401 | 403 | null, of?: string) => void;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};
export type Refreshing =
  | { readonly does: 'answer'; readonly forgiving?: boolean; readonly before?: () => Promise<void> }
  /** With 400 or 401 `invalid_grant` is said, unless `says` is another body: a string goes as a page of HTML. */
  | {
      readonly does: 'status';
      readonly status: number;
      readonly says?: unknown;
      readonly headers?: Readonly<Record<string, string>>;
    };

export const aTenant = {
  data: { id: '5100230', type: 'users', attributes: {} },
  included: [
    {
      id: '7340020',
      type: 'tenants',
      attributes: {},
      relationships: {
        building: { data: { id: '61200', type: 'buildings' } },
        unit: { data: { id: '2203340', type: 'units' } },
      },
    },
    { id: '2203340', type: 'units', attributes: { label: 'Front desk' } },
    { id: '61200', type: 'buildings', attributes: { name: 'Harbor House' } },
  ],
};

type Allowed = { readonly challenge: string; readonly redirectUri: string; readonly client: string };

export async function anAccountServer({
  seconds = 86_400,
}: {
  readonly seconds?: number;
} = {}): Promise<AccountServer> {
  const codes = new Map<string, Allowed>();
  const good = new Set<string>();
  const refreshable = new Set<string>();
  const given: string[] = [];
  const asked: string[] = [];
  let refreshing: Refreshing = { does: 'answer' };
  let refreshes = 0;
  let me: unknown = aTenant;
  let revoking: number | 'hang' = 200;
  const revoked: (readonly [string | null, string | null])[] = [];
  let refused: { readonly status: number; readonly of: string } | null = null;

  function issue() {
    const access_token = `at-${randomUUID()}`;
    const refresh_token = `rt-${randomUUID()}`;
    good.add(access_token);
    refreshable.add(refresh_token);
    given.push(access_token, refresh_token);
    return { access_token, refresh_token, token_type: 'Bearer', expires_in: seconds, scope: 'openid profile' };
  }
  function exchange(form: URLSearchParams, response: ServerResponse): void {
    const allowed = codes.get(form.get('code') ?? '');
    codes.delete(form.get('code') ?? '');
    const proof = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    const fits =
      proof === allowed?.challenge &&
      form.get('redirect_uri') === allowed.redirectUri &&
      form.get('client_id') === allowed.client;
    if (fits) reply(response, 200, issue());
    else reply(response, 400, { error: 'invalid_grant', error_description: 'The code is wrong.' });
  }
  async function refresh(form: URLSearchParams, response: ServerResponse): Promise<void> {
    refreshes += 1;
    if (refreshing.does === 'status') return sayNo(response, refreshing);
    const { forgiving = false, before } = refreshing;
    const isGood = refreshable.delete(form.get('refresh_token') ?? '') || forgiving;
    const answer = isGood ? issue() : null;
    await before?.();
    if (answer === null) reply(response, 400, { error: 'invalid_grant', error_description: 'The token was used.' });
    else reply(response, 200, answer);
  }
  function revoke(form: URLSearchParams, response: ServerResponse): void {
    revoked.push([form.get('token'), form.get('token_type_hint')]);
    if (revoking !== 'hang') reply(response, revoking, {});
  }
  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://here');
    asked.push(`${request.method} ${pathname}`);
    const form = new URLSearchParams(await textOf(request));
    if (pathname === '/oauth/token')
      return form.get('grant_type') === 'refresh_token' ? refresh(form, response) : exchange(form, response);
    if (pathname === '/oauth/revoke') return revoke(form, response);
    if (!good.has(request.headers.authorization?.replace('Bearer ', '') ?? ''))
      return reply(response, 401, { errors: [{ code: 'unauthorized', messages: 'The access token is invalid.' }] });
    if (refused !== null && pathname.startsWith(refused.of)) return reply(response, refused.status, { errors: [] });
    if (pathname === '/api/mobile/regions') return reply(response, 200, { regions: ['eu'] });
    if (pathname === '/v3/me') return reply(response, 200, me);
    return reply(response, 200, { data: [] });
  }

  const server = createServer((request, response) => void serve(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = portOf(server.address());
  return {
    address: `http://127.0.0.1:${port}`,
    allow: (authorizeUrl) => {
      const query = new URL(authorizeUrl).searchParams;
      const code = randomUUID();
      codes.set(code, {
        challenge: query.get('code_challenge') ?? '',
        redirectUri: query.get('redirect_uri') ?? '',
        client: query.get('client_id') ?? '',
      });
      return code;
    },
    expireTokens: () => good.clear(),
    refreshes: () => refreshes,
    given: () => given,
    asked: () => asked,
    onRefresh: (does) => {
      refreshing = does;
    },
    revoked: () => revoked,
    onRevoke: (answer) => {
      revoking = answer;
    },
    me: (body) => {
      me = body;
    },
    refuse: (status, of = '/v') => {
      refused = status === null ? null : { status, of };
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const portOf = (address: AddressInfo | string | null) =>
  address === null || typeof address === 'string' ? { port: 0 } : address;

function sayNo(
  response: ServerResponse,
  { status, says, headers = {} }: Extract<Refreshing, { readonly does: 'status' }>,
): void {
  const said = says ?? { error: status === 400 || status === 401 ? 'invalid_grant' : 'server_error' };
  const type = typeof said === 'string' ? 'text/html' : 'application/json';
  response.writeHead(status, { 'content-type': type, ...headers });
  response.end(typeof said === 'string' ? said : JSON.stringify(said));
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}
