import { deadlineIn } from '../../clock.ts';
import { fetchOverTls } from '../fetchOverTls.ts';
import type { Client, Tokens } from './oauth.ts';

const answerMs = 4_000;

/**
 * Tells the vendor that both tokens are of no use any more (RFC 7009; that its OAuth server has the endpoint is known from a probe alone).
 * Asked once; false when it did not say yes in four seconds. Never rejects.
 */
export async function revoke(client: Client, tokens: Pick<Tokens, 'accessToken' | 'refreshToken'>): Promise<boolean> {
  const deadline = deadlineIn(answerMs);
  const told = await Promise.all([
    tell(client, { token: tokens.refreshToken, token_type_hint: 'refresh_token' }, deadline),
    tell(client, { token: tokens.accessToken, token_type_hint: 'access_token' }, deadline),
  ]);
  return told.every((isTold) => isTold);
}

async function tell(
  { accountsUrl, clientId, clientSecret }: Client,
  about: { readonly token: string; readonly token_type_hint: string },
  deadline: AbortSignal,
): Promise<boolean> {
  const secret = clientSecret === null ? {} : { client_secret: clientSecret };
  try {
    const response = await fetchOverTls(`${accountsUrl}/oauth/revoke`, {
      method: 'POST',
      headers: { accept: 'application/json' },
      body: new URLSearchParams({ client_id: clientId, ...secret, ...about }),
      redirect: 'error',
      signal: deadline,
    });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}
