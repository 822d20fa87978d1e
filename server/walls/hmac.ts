import type { WallRule } from '../../protocol/wall.ts';
import { isFresh, sameSignature, signatureOf } from './signature.ts';
import { type Check, type Knock, sentIn } from './wall.ts';

export type HmacRule = Extract<WallRule, { kind: 'hmac' }>;

/** Lets in what is signed with the shared secret, over the bytes as they came; where a time is sent, only while it is fresh. */
export function hmacCheck(rule: HmacRule, secret: string): Check {
  const { header, prefix, encoding, algorithm } = rule;
  const signing = { algorithm, key: Buffer.from(secret) };
  return (knock) => {
    const sent =
      sentIn(knock.headers, header)
        ?.toString('latin1')
        .split(/[\s,]+/) ?? [];
    const parts = partsOf(rule, knock);
    if (sent.length === 0 || parts === null) return false;
    const right = signatureOf(signing, parts);
    return sent.some(
      (one) => one.startsWith(prefix) && sameSignature(Buffer.from(one.slice(prefix.length), encoding), right),
    );
  };
}

/** What is signed, in pieces; null when the time is missing or not fresh. */
function partsOf({ timestamp, signed, toleranceSeconds }: HmacRule, { headers, raw, at }: Knock) {
  const [before = '', after = ''] = (signed ?? (timestamp === null ? '{body}' : '{timestamp}.{body}')).split('{body}');
  const written = timestamp === null ? '' : (sentIn(headers, timestamp)?.toString('latin1') ?? '');
  if (timestamp !== null && !isFresh(written, at, toleranceSeconds)) return null;
  return [Buffer.from(before.replace('{timestamp}', written)), raw, Buffer.from(after)];
}
