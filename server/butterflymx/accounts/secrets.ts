import { z } from 'zod';
import { err, ok, type Result } from '../../../protocol/result.ts';
import type { Seal } from '../../seal.ts';

/** All that is secret of one account; sealed as one blob. */
export const Secrets = z
  .object({ accessToken: z.string(), refreshToken: z.string(), clientSecret: z.string().nullable() })
  .readonly();
export type Secrets = z.infer<typeof Secrets>;

export const sealSecrets = (seal: Seal, secrets: Secrets, account: string): Result<Uint8Array, string> =>
  seal.close(JSON.stringify(secrets), `account ${account}`);

/** A sentence when the key is missing or wrong. */
export function openSecrets(seal: Seal, blob: Uint8Array, account: string): Result<Secrets, string> {
  const text = seal.open(blob, `account ${account}`);
  if (!text.ok) return text;
  const read = Secrets.safeParse(JSON.parse(text.value));
  return read.success ? ok(read.data) : err('Its sealed secrets are of another Vestibule.');
}
