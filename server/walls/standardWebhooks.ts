import { isFresh, sameSignature, signatureOf } from './signature.ts';
import { type Check, sentIn } from './wall.ts';

export type StandardWebhooksRule = { readonly toleranceSeconds: number };

/** Lets in what is signed as Standard Webhooks has it: the symmetric scheme `v1` over id, time and the bytes as they came. Several signatures may be sent. */
export function standardWebhooksCheck({ toleranceSeconds }: StandardWebhooksRule, secret: string): Check {
  const signing = { algorithm: 'sha256', key: Buffer.from(secret.replace(/^whsec_/, ''), 'base64') } as const;
  return ({ headers, raw, at }) => {
    const text = (name: string) => sentIn(headers, name)?.toString('latin1') ?? '';
    const [id, time] = [text('webhook-id'), text('webhook-timestamp')];
    if (id === '' || !isFresh(time, at, toleranceSeconds)) return false;
    const right = signatureOf(signing, [Buffer.from(`${id}.${time}.`, 'latin1'), raw]);
    return text('webhook-signature')
      .split(' ')
      .some((one) => one.startsWith('v1,') && sameSignature(Buffer.from(one.slice(3), 'base64'), right));
  };
}
