import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyPluginAsync, FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Links } from '../intercom/accounts/links.ts';

export const callbackPath = '/oauth/callback';

/** Tries that one address may make; a state has 192 random bits, lives ten minutes and works once. */
const tries = { max: 20, timeWindow: '10 minutes' } as const;

const word = z.string().min(1).max(2_000);
const Allowed = z.object({ state: word, code: word });
const Denied = z.object({ state: word, error: word });

/** `GET /oauth/callback`: where the vendor sends a person back who allowed the relay, or did not. Says how it went, and nothing of what came. */
export async function oauthCallback(app: FastifyInstance, links: Pick<Links, 'finish' | 'refuse'>): Promise<void> {
  const routes: FastifyPluginAsync = async (scope) => {
    await scope.register(rateLimit, { global: false, errorResponseBuilder: () => new TooManyTries() });
    scope.setErrorHandler((error, _request, reply) => {
      if (!(error instanceof TooManyTries)) throw error;
      return show(reply, {
        status: 429,
        message: 'Too many links were tried from here. Wait ten minutes, then run vestibule connect again.',
      });
    });
    scope.get(callbackPath, { config: { rateLimit: tries } }, async ({ query }, reply) =>
      show(reply, await answer(query, links)),
    );
  };
  await app.register(routes);
}

class TooManyTries extends Error {
  override readonly name = 'TooManyTries';
}

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
