import { get } from 'node:https';
import { z } from 'zod';
import { deadlineIn } from '../clock.ts';

/** Who answers at the public address: a relay, or what is there in its place, in words. */
export type Health = { readonly kind: 'relay' } | { readonly kind: 'another'; readonly because: string };

const deadlineMs = 3_000;
const mostCharacters = 10_000;
const Relay = z.string().transform((text, context) => {
  try {
    return z.object({ product: z.literal('vestibule') }).parse(JSON.parse(text));
  } catch {
    context.addIssue('this is no relay’s health');
    return z.NEVER;
  }
});

/** Asks `/healthz` there as anybody may; follows no redirect, for a delivery would follow none. `ca` adds a trusted root, for tests. */
export function readHealth(address: string, ca?: string): Promise<Health> {
  return new Promise((resolve) => {
    const another = (because: string) => resolve({ kind: 'another', because });
    const options = { signal: deadlineIn(deadlineMs), agent: false, ...(ca === undefined ? {} : { ca }) };
    const asked = get(`${address}/healthz`, options, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (part: string) => {
        text += part;
        if (text.length > mostCharacters) answer.destroy();
      });
      answer.on('error', () => {});
      answer.on('close', () => {
        if (answer.statusCode === 200 && Relay.safeParse(text).success) resolve({ kind: 'relay' });
        else another(`it answers ${answer.statusCode}`);
      });
    });
    asked.on('error', () => another('it does not answer'));
  });
}
