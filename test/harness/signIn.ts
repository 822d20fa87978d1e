import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Person } from '../../simulator/world/people.ts';

const Tokens = z.object({
  access_token: z.string(),
  token_type: z.string(),
  expires_in: z.number(),
  refresh_token: z.string(),
  scope: z.string(),
  created_at: z.number(),
});
/** What the accounts server answers to a code or a refresh token. */
export type Tokens = z.infer<typeof Tokens>;

const outOfBand = 'urn:ietf:wg:oauth:2.0:oob';

/** Signs somebody in as a browser would: authorization page, one button, the code out of band, and PKCE. */
export async function signIn(address: string, who: Person, clientId = 'vestibule'): Promise<Tokens> {
  const verifier = randomBytes(32).toString('base64url');
  const asked = {
    client_id: clientId,
    redirect_uri: outOfBand,
    response_type: 'code',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  };
  const code = await agree(address, { ...asked, who });
  const exchange = {
    grant_type: 'authorization_code',
    client_id: clientId,
    redirect_uri: outOfBand,
    code,
    code_verifier: verifier,
  };
  const response = await fetch(`${address}/oauth/token`, { method: 'POST', body: new URLSearchParams(exchange) });
  return Tokens.parse(await response.json());
}

/** Presses a person's button on the sign-in page, and reads the code that the next page shows. */
export async function agree(address: string, fields: Readonly<Record<string, string>>): Promise<string> {
  const response = await fetch(`${address}/oauth/authorize`, { method: 'POST', body: new URLSearchParams(fields) });
  const code = /<code>([^<]+)<\/code>/.exec(await response.text())?.[1];
  if (code === undefined) throw new Error(`The sign-in page answered ${response.status} and showed no code.`);
  return code;
}
