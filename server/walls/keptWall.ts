import { z } from 'zod';
import { EpochMs } from '../../protocol/call.ts';
import { err, ok, type Result } from '../../protocol/result.ts';
import { type NewWall, WallMode, WallRule } from '../../protocol/wall.ts';
import type { Seal } from '../seal.ts';
import { addressesCheck } from './addresses.ts';
import { basicCheck, basicPair } from './basic.ts';
import { hashed } from './hashed.ts';
import { headerCheck } from './header.ts';
import { hmacCheck } from './hmac.ts';
import { standardWebhooksCheck } from './standardWebhooks.ts';
import type { Check } from './wall.ts';

/** What is kept of a wall's secret: nothing, a hash, or, where it is needed to check signatures, itself, sealed and in base64. */
const KeptSecret = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('hashed'), salt: z.string(), hash: z.string().length(64) }),
  z.object({ kind: z.literal('sealed'), blob: z.base64() }),
]);
export type KeptSecret = z.infer<typeof KeptSecret>;

/** One wall as it is kept. `hook` is the hook that it was built for; one that takes that hook's place stands behind the same walls. */
export const KeptWall = z
  .object({ hook: z.string(), wall: z.string(), mode: WallMode, rule: WallRule, secret: KeptSecret, addedAt: EpochMs })
  .readonly();
export type KeptWall = z.infer<typeof KeptWall>;

/** Which wall: its hook and its name there. */
export type WallName = Pick<KeptWall, 'hook' | 'wall'>;

/** What is to be kept of a new wall's secret; a sentence when it cannot be sealed. */
export function keepSecret(asked: NewWall, name: WallName, seal: Seal): Result<KeptSecret, string> {
  switch (asked.kind) {
    case 'addresses':
      return ok({ kind: 'none' });
    case 'header':
      return ok({ kind: 'hashed', ...hashed(asked.secret) });
    case 'basic':
      return ok({ kind: 'hashed', ...hashed(basicPair(asked.user, asked.secret)) });
    case 'hmac':
    case 'standard-webhooks':
      return sealSecret(asked.secret, name, seal);
  }
}

export function sealSecret(secret: string, name: WallName, seal: Seal): Result<KeptSecret, string> {
  const sealed = seal.close(secret, aboutOf(name));
  return sealed.ok ? ok({ kind: 'sealed', blob: Buffer.from(sealed.value).toString('base64') }) : sealed;
}

/** The secret that was sealed; a sentence when its key is missing. */
export const openSecret = (blob: string, name: WallName, seal: Seal): Result<string, string> =>
  seal.open(new Uint8Array(Buffer.from(blob, 'base64')), aboutOf(name));

/** How a kept wall decides; a sentence when its secret cannot be opened. */
export function checkOf(kept: KeptWall, seal: Seal): Result<Check, string> {
  const { rule, secret } = kept;
  if (rule.kind === 'addresses') return ok(addressesCheck(rule.from));
  if (secret.kind === 'hashed') {
    if (rule.kind === 'header') return ok(headerCheck(rule.header, secret));
    if (rule.kind === 'basic') return ok(basicCheck(secret));
  }
  if (secret.kind === 'sealed') {
    const opened = openSecret(secret.blob, kept, seal);
    if (!opened.ok) return opened;
    if (rule.kind === 'hmac') return ok(hmacCheck(rule, opened.value));
    if (rule.kind === 'standard-webhooks') return ok(standardWebhooksCheck(rule, opened.value));
  }
  return err('Its secret is of another kind than the wall.');
}

const aboutOf = ({ hook, wall }: WallName) => `wall ${hook} ${wall}`;
