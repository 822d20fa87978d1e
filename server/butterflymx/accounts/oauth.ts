import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { err, ok, type Result } from '../../../protocol/result.ts';
import { readJson } from '../../vendor/json.ts';
import { retryAfterMs } from '../../vendor/retryAfter.ts';
import { VendorId } from '../../vendor/values.ts';
import { fetchOverTls, NotSentInClear } from '../fetchOverTls.ts';

/** What the vendor's OAuth server gives. Both tokens must be on disk before either is used: the old refresh token is used up. */
export type Tokens = {
  readonly accessToken: string;
  readonly refreshToken: string;
  /** Seconds that the access token is good for. */
  readonly expiresIn: number;
};

/**
 * `refused`: a definite no, in the OAuth server's own words; `unavailable`: surely nothing was done; `unanswered`: it may have been done, and
 * nobody knows. `retryAfterMs`: how long the server wants us to wait; null when it does not say.
 */
export type NoTokens = {
  readonly kind: 'refused' | 'unavailable' | 'unanswered';
  readonly retryAfterMs: number | null;
};

export type Client = { readonly accountsUrl: string; readonly clientId: string; readonly clientSecret: string | null };

/** Where the vendor shows a code to copy (its default), instead of sending the person back. */
export const outOfBand = 'urn:ietf:wg:oauth:2.0:oob';

const lifetimeUnlessTold = 7_200;
const TokenReply = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1).optional(),
  expires_in: VendorId.transform((seconds) => seconds || lifetimeUnlessTold),
});

/** A verifier that never leaves the relay, and what is shown of it (RFC 7636, S256). */
export function makeProof(): { readonly verifier: string; readonly challenge: string } {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
}

/** The address at which a person signs in and allows the relay. Scopes and `prompt` are those of the vendor's own SDK. */
export function authorizeUrl(asked: {
  readonly client: Client;
  readonly redirectUri: string;
  readonly state: string;
  readonly challenge: string;
}): string {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: asked.client.clientId,
    redirect_uri: asked.redirectUri,
    scope: 'openid profile',
    state: asked.state,
    code_challenge: asked.challenge,
    code_challenge_method: 'S256',
    prompt: 'login',
  });
  return `${asked.client.accountsUrl}/oauth/authorize?${query}`;
}

export const exchangeCode = (
  client: Client,
  { code, verifier, redirectUri }: { readonly code: string; readonly verifier: string; readonly redirectUri: string },
  deadline: AbortSignal,
): Promise<Result<Tokens, NoTokens>> =>
  askToken(
    client,
    { grant_type: 'authorization_code', code, code_verifier: verifier, redirect_uri: redirectUri },
    deadline,
  );

/** An answer without a new refresh token leaves the old one in force, which RFC 6749 allows. */
export const refresh = (
  client: Client,
  refreshToken: string,
  deadline: AbortSignal,
): Promise<Result<Tokens, NoTokens>> =>
  askToken(client, { grant_type: 'refresh_token', refresh_token: refreshToken }, deadline, refreshToken);

async function askToken(
  { accountsUrl, clientId, clientSecret }: Client,
  grant: Readonly<Record<string, string>>,
  deadline: AbortSignal,
  kept?: string,
): Promise<Result<Tokens, NoTokens>> {
  const secret = clientSecret === null ? {} : { client_secret: clientSecret };
  try {
    const response = await fetchOverTls(`${accountsUrl}/oauth/token`, {
      method: 'POST',
      headers: { accept: 'application/json' },
      body: new URLSearchParams({ client_id: clientId, ...secret, ...grant }),
      redirect: 'error',
      signal: deadline,
    });
    if (!response.ok) return err(await noOf(response));
    const read = TokenReply.safeParse(await response.json());
    const refreshToken = read.success ? (read.data.refresh_token ?? kept) : undefined;
    if (!read.success || refreshToken === undefined) return err(unanswered);
    return ok({ accessToken: read.data.access_token, refreshToken, expiresIn: read.data.expires_in });
  } catch (error) {
    return err(wasNeverSent(error) ? { ...unanswered, kind: 'unavailable' } : unanswered);
  }
}

const unanswered: NoTokens = { kind: 'unanswered', retryAfterMs: null };

/** The words that end what was granted (RFC 6749, 5.2). A page of HTML, another word or another status may be a proxy's and ends nothing. */
const Refused = z.object({ error: z.enum(['invalid_grant', 'invalid_client', 'unauthorized_client']) });

async function noOf(response: Response): Promise<NoTokens> {
  const { status, headers } = response;
  const told = { retryAfterMs: retryAfterMs(headers) };
  const mayBeDefinite = status === 400 || status === 401;
  if (mayBeDefinite && Refused.safeParse(readJson(await response.text())?.value).success)
    return { kind: 'refused', ...told };
  return { kind: status < 500 || status === 503 ? 'unavailable' : 'unanswered', ...told };
}

const unreached = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH']);

/** Nobody took the request, so nothing can have been done with it. */
function wasNeverSent(error: unknown): boolean {
  if (error instanceof NotSentInClear) return true;
  const cause = error instanceof Error ? error.cause : null;
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' && unreached.has(cause.code);
}

const RegionsReply = z.object({ regions: z.array(z.string()) });

/** In which of its regions the vendor keeps this person (`na` or `eu`, the first counts); `na` when it does not say. */
export async function regionOf(accountsUrl: string, token: string, deadline: AbortSignal): Promise<'na' | 'eu'> {
  try {
    const response = await fetchOverTls(`${accountsUrl}/api/mobile/regions`, {
      headers: { accept: 'application/json', authorization: `Bearer ${token}` },
      redirect: 'error',
      signal: deadline,
    });
    const [first] = response.ok ? RegionsReply.parse(await response.json()).regions : [];
    return first === 'eu' ? 'eu' : 'na';
  } catch {
    return 'na';
  }
}
