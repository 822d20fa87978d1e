import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { type Links, linkGone } from '../butterflymx/accounts/links.ts';
import { countFailures } from '../http/failures.ts';

export const callbackPath = '/oauth/callback';

/** Wrong states that one address may try before it is told so; a state has 192 random bits, lives ten minutes and works once. */
const tries = { most: 20, windowMs: 600_000 } as const;

const word = z.string().min(1).max(2_000);
const Allowed = z.object({ state: word, code: word });
const Denied = z.object({ state: word, error: word });

export type CallbackParts = {
  readonly links: Pick<Links, 'finish' | 'refuse' | 'outcome'>;
  /** Monotonic milliseconds. */
  readonly now: () => number;
};

/**
 * `GET /oauth/callback`: where the vendor sends a person back who allowed the relay, or did not. Says how it went, and nothing of what came.
 * A state that waits goes through whoever guessed before it from the same address; a guess is looked up and writes nothing.
 */
export async function oauthCallback(app: FastifyInstance, { links, now }: CallbackParts): Promise<void> {
  const failures = countFailures({ ...tries, now });
  app.get(callbackPath, async ({ query, ip }, reply) => {
    const came = z.object({ state: word }).safeParse(query);
    const isWaiting = came.success && (await links.outcome(came.data.state)).outcome === 'waiting';
    if (isWaiting) return show(reply, await answer(query, links));
    const waitMs = failures.failed(ip);
    if (waitMs === 0) return show(reply, { status: 409, message: linkGone });
    return show(reply.header('retry-after', Math.ceil(waitMs / 1_000)), { status: 429, message: tooMany });
  });
}

const tooMany =
  'Too many links that are used, too old or were never begun came from here. Run vestibule connect again: its link works at once.';

type Told = { readonly status: number; readonly message: string };

const show = (reply: FastifyReply, { status, message }: Told) =>
  reply
    .headers({
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    })
    .code(status)
    .type('text/html; charset=utf-8')
    .send(pageOf(message));

async function answer(query: unknown, links: Pick<Links, 'finish' | 'refuse'>): Promise<Told> {
  const allowed = Allowed.safeParse(query);
  if (allowed.success) {
    const linked = await links.finish(allowed.data.state, allowed.data.code);
    if (linked.ok) return { status: 200, message: 'The account is linked. You can close this page.' };
    return { status: 409, message: linked.error.message };
  }
  const denied = Denied.safeParse(query);
  if (denied.success) await links.refuse(denied.data.state);
  return { status: 400, message: 'The account is not linked: this was not allowed at ButterflyMX.' };
}

/** Only sentences of our own come here. */
const pageOf = (message: string) =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>Vestibule</title><h1>Vestibule</h1><p>${message}</p></html>`;
