import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { LinkedRole, type LinkOutcome, type LinkRequest, type NewLink, Region } from '../../../protocol/account.ts';
import { EpochMs, SiteId } from '../../../protocol/call.ts';
import { err, ok, type Result } from '../../../protocol/result.ts';
import { type Clock, deadlineIn } from '../../clock.ts';
import type { Seal } from '../../seal.ts';
import type { LinkStore } from './linkStore.ts';
import type { NewAccount } from './newAccount.ts';
import { authorizeUrl, exchangeCode, makeProof, outOfBand } from './oauth.ts';
import type { Addresses } from './regions.ts';
import { addressesOf } from './regions.ts';

/** Why a link came to nothing: a word for programs, a sentence for people. */
export type NoLink = {
  readonly word: 'no-client' | 'no-redirect' | 'no-key' | 'link-gone' | 'code-refused' | 'vendor-slow' | 'not-allowed';
  readonly message: string;
};

/** Linking accounts: a person opens an address, signs in at the vendor, allows it, and a code comes back, once. */
export type Links = {
  readonly begin: (asked: LinkRequest) => Promise<Result<NewLink, NoLink>>;
  /** Ends a link; the new account's id. A link can be ended once, whatever comes of it. */
  readonly finish: (state: string, code: string) => Promise<Result<string, NoLink>>;
  /** The person said no at the vendor. */
  readonly refuse: (state: string) => Promise<void>;
  readonly outcome: (state: string) => Promise<LinkOutcome>;
};

export type LinkParts = {
  readonly store: LinkStore;
  readonly seal: Seal;
  readonly clock: Clock;
  readonly configured: Addresses;
  /** Where the vendor may send a person back to; null when nobody listens there. */
  readonly redirectUri: () => string | null;
  /** The client that was used last at this OAuth server; null when there was none. */
  readonly lastClient: (accountsUrl: string) => { readonly id: string; readonly secret: string | null } | null;
  readonly keep: (account: NewAccount) => Promise<string>;
};

/** What is said of a state that nothing waits for. */
export const linkGone = 'This link is used, too old, or was never begun. Run vestibule connect again.';
const linkMs = 600_000;
const exchangeMs = 6_000;

const Pending = z.object({
  places: z.array(z.object({ site: SiteId, role: LinkedRole })),
  region: Region.nullable(),
  addresses: z.object({ apiUrl: z.string(), accountsUrl: z.string() }),
  client: z.object({ id: z.string(), secret: z.string().nullable() }),
  label: z.string().nullable(),
  redirectUri: z.string(),
  verifier: z.string(),
});
type Pending = z.infer<typeof Pending>;
const Settled = z.union([z.object({ account: z.string() }), z.object({ message: z.string() })]);

export function makeLinks(parts: LinkParts): Links {
  const { store, seal, clock, keep } = parts;

  async function begin(asked: LinkRequest): Promise<Result<NewLink, NoLink>> {
    const { verifier, challenge } = makeProof();
    const prepared = prepare(asked, verifier, parts);
    if (!prepared.ok) return prepared;
    const { client, addresses, redirectUri } = prepared.value;
    const state = randomBytes(24).toString('base64url');
    const hash = hashOf(state);
    const sealed = seal.close(JSON.stringify(prepared.value), `link ${hash}`);
    if (!sealed.ok) return no('no-key', sealed.error);
    const expiresAt = EpochMs.parse(clock.moment().wall + linkMs);
    await store.add({ hash, sealed: sealed.value, expiresAt });
    const spoken = { accountsUrl: addresses.accountsUrl, clientId: client.id, clientSecret: null };
    const url = authorizeUrl({ client: spoken, redirectUri, state, challenge });
    return ok({ state, url, redirect: redirectUri !== outOfBand, expiresAt });
  }

  async function finish(state: string, code: string): Promise<Result<string, NoLink>> {
    const hash = hashOf(state);
    const pending = await take(hash);
    if (!pending.ok) return pending;
    const linked = await exchange(pending.value, code);
    await store.settle(hash, JSON.stringify(linked.ok ? { account: linked.value } : { message: linked.error.message }));
    return linked;
  }

  async function take(hash: string): Promise<Result<Pending, NoLink>> {
    const sealed = await store.take(hash, clock.moment().wall);
    if (sealed === null) return no('link-gone', linkGone);
    const text = seal.open(sealed, `link ${hash}`);
    return text.ok ? ok(Pending.parse(JSON.parse(text.value))) : no('no-key', text.error);
  }

  async function exchange(pending: Pending, code: string): Promise<Result<string, NoLink>> {
    const { addresses, client, verifier, redirectUri } = pending;
    const asker = { accountsUrl: addresses.accountsUrl, clientId: client.id, clientSecret: client.secret };
    const tokens = await exchangeCode(asker, { code, verifier, redirectUri }, deadlineIn(exchangeMs));
    if (tokens.ok) return ok(await keep({ ...pending, tokens: tokens.value }));
    return tokens.error.kind === 'refused'
      ? no(
          'code-refused',
          'ButterflyMX refused this code. Copy it whole, check the client id, and run vestibule connect again.',
        )
      : no('vendor-slow', 'ButterflyMX did not answer. Run vestibule connect again in a minute.');
  }

  return {
    begin,
    finish,
    refuse: async (state) => {
      const hash = hashOf(state);
      if ((await store.take(hash, clock.moment().wall)) !== null)
        await store.settle(hash, JSON.stringify({ message: 'At ButterflyMX this was not allowed.' }));
    },
    outcome: async (state) => {
      const found = await store.find(hashOf(state), clock.moment().wall);
      if (found === null) return { outcome: 'gone' };
      if (found.outcome === null) return { outcome: 'waiting' };
      const settled = Settled.parse(JSON.parse(found.outcome));
      return 'account' in settled ? { outcome: 'linked', ...settled } : { outcome: 'failed', ...settled };
    },
  };
}

/** What will be needed when the code comes, or what is missing now. */
function prepare(asked: LinkRequest, verifier: string, parts: LinkParts): Result<Pending, NoLink> {
  const region = asked.region ?? null;
  const addresses = addressesOf(region ?? 'production-na', parts.configured);
  const client =
    asked.client === undefined
      ? parts.lastClient(addresses.accountsUrl)
      : { id: asked.client, secret: asked.secret ?? null };
  if (client === null)
    return no(
      'no-client',
      'Which client? ButterflyMX gives a client id to who asks for API access; say it with --client.',
    );
  const redirectUri = asked.redirect ? parts.redirectUri() : outOfBand;
  if (redirectUri === null)
    return no(
      'no-redirect',
      'No relay runs to which ButterflyMX could send you back. Start it, or leave --redirect out.',
    );
  const roles = asked.role === 'both' ? (['administrator', 'called'] as const) : [asked.role];
  const places = asked.sites.flatMap((site) => roles.map((role) => ({ site, role })));
  return ok({ places, region, addresses, client, label: asked.label ?? null, redirectUri, verifier });
}

const no = (word: NoLink['word'], message: string) => err({ word, message });
const hashOf = (state: string) => createHash('sha256').update(state).digest('hex');
