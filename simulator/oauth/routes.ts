/** The vendor's accounts server: authorization code with PKCE or a secret, out of band or by redirect, rotating refresh tokens, and their revocation. */
import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { Person } from '../world/people.ts';
import type { Clients } from './clients.ts';
import type { Grants } from './grants.ts';
import { codePage, pagePolicy, refusalPage, signInPage } from './pages.ts';

const outOfBand = 'urn:ietf:wg:oauth:2.0:oob';

/** `prompt=login` and a secret in the address are sent by official programs, and change nothing here. */
const Asked = z.object({
  client_id: z.string().min(1).max(200),
  redirect_uri: z.union([z.literal(outOfBand), z.url()]),
  response_type: z.literal('code'),
  scope: z.string().max(200).default('public'),
  state: z.string().max(1_000).optional(),
  code_challenge: z.string().min(43).max(128).optional(),
  code_challenge_method: z.literal('S256').optional(),
});
const Agreed = Asked.extend({ who: Person });

const TokenRequest = z.object({
  grant_type: z.string().default(''),
  client_id: z.string().default(''),
  client_secret: z.string().min(1).nullable().default(null),
  code: z.string().default(''),
  redirect_uri: z.string().default(''),
  code_verifier: z.string().nullable().default(null),
  refresh_token: z.string().default(''),
});

/** The hint of the token's kind (RFC 7009) is not needed: no two tokens are the same. */
const RevokeRequest = z.object({
  client_id: z.string().default(''),
  client_secret: z.string().min(1).nullable().default(null),
  token: z.string().min(1),
});

export type OauthParts = { readonly grants: Grants; readonly clients: Clients };

export function oauth(app: FastifyInstance, { grants, clients }: OauthParts): void {
  app.get('/oauth/authorize', async ({ query }, reply) => {
    const asked = Asked.safeParse(query);
    if (!asked.success) return show(reply, 400, refusalPage(sentenceOf(asked.error)));
    if (!clients.isKnown(asked.data.client_id)) return show(reply, 401, refusalPage('This client id is not known.'));
    const fields = Object.entries(asked.data).map(([name, value]) => [name, String(value)] as const);
    return show(reply, 200, signInPage(Object.fromEntries(fields)));
  });
  app.post('/oauth/authorize', async ({ body }, reply) => {
    const agreed = Agreed.safeParse(body);
    if (!agreed.success) return show(reply, 400, refusalPage(sentenceOf(agreed.error)));
    const { who, client_id, redirect_uri, scope, state, code_challenge } = agreed.data;
    if (!clients.isKnown(client_id)) return show(reply, 401, refusalPage('This client id is not known.'));
    const code = grants.agree({
      who,
      clientId: client_id,
      redirectUri: redirect_uri,
      scope,
      challenge: code_challenge ?? null,
    });
    if (redirect_uri === outOfBand) return show(reply, 200, codePage(code));
    const target = new URL(redirect_uri);
    target.searchParams.set('code', code);
    if (state !== undefined) target.searchParams.set('state', state);
    return reply.redirect(target.href, 302);
  });
  app.post('/oauth/token', async ({ body }, reply) => {
    const asked = TokenRequest.safeParse(body ?? {});
    reply.header('cache-control', 'no-store');
    if (!asked.success) return reply.code(400).send(failure('invalid_request'));
    const { grant_type, client_id, client_secret, refresh_token, code, redirect_uri, code_verifier } = asked.data;
    if (!clients.isKnown(client_id) || !clients.isRight(client_secret)) {
      return reply.code(401).send(failure('invalid_client'));
    }
    switch (grant_type) {
      case 'authorization_code': {
        const exchange = { code, clientId: client_id, redirectUri: redirect_uri, verifier: code_verifier };
        return grants.exchange(exchange, client_secret !== null) ?? reply.code(400).send(failure('invalid_grant'));
      }
      case 'refresh_token':
        return grants.refresh(refresh_token, client_id) ?? reply.code(400).send(failure('invalid_grant'));
      default:
        return reply.code(400).send(failure('unsupported_grant_type'));
    }
  });
  app.post('/oauth/revoke', async ({ body }, reply) => {
    const asked = RevokeRequest.safeParse(body ?? {});
    if (!asked.success) return reply.code(400).send(failure('invalid_request'));
    const { client_id, client_secret, token } = asked.data;
    if (!clients.isKnown(client_id) || !clients.isRight(client_secret))
      return reply.code(401).send(failure('invalid_client'));
    grants.revoke(token, client_id);
    return {};
  });
  app.get('/api/mobile/regions', async () => ({ regions: ['na'] }));
}

const sentences = {
  invalid_client: 'Client authentication failed due to unknown client or wrong secret.',
  invalid_grant: 'The provided authorization grant is invalid, expired, revoked, used, or issued to another client.',
  invalid_request: 'The request is missing a required parameter.',
  unsupported_grant_type: 'The authorization grant type is not supported.',
} as const;

const failure = (error: keyof typeof sentences) => ({ error, error_description: sentences[error] });

const sentenceOf = (error: z.ZodError) =>
  `The address that asks is wrong in: ${[...new Set(error.issues.map(({ path }) => path.join('.')))].join(', ')}.`;

const show = (reply: FastifyReply, status: number, html: string) =>
  reply.code(status).type('text/html; charset=utf-8').header('content-security-policy', pagePolicy).send(html);
