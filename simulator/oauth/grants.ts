import { createHash, randomBytes } from 'node:crypto';
import type { Person } from '../world/people.ts';

/** What a person agreed to; it lasts until its code is exchanged, ten minutes at most. */
export type Agreement = {
  readonly who: Person;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly scope: string;
  /** PKCE's S256 challenge; null for a client that proves itself by its secret. */
  readonly challenge: string | null;
};

export type Tokens = {
  readonly access_token: string;
  readonly token_type: 'Bearer';
  readonly expires_in: number;
  readonly refresh_token: string;
  readonly scope: string;
  readonly created_at: number;
};

export type Exchange = {
  readonly code: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly verifier: string | null;
};

export type Grants = {
  /** A code for one exchange. */
  readonly agree: (agreement: Agreement) => string;
  /** Null when the code is unknown, used, too old, or another client's; `hasSecret` stands in for a missing verifier. */
  readonly exchange: (exchange: Exchange, hasSecret: boolean) => Tokens | null;
  /** Null for a token that is unknown, another client's, or was used: it rotates (old docs, live accounts). */
  readonly refresh: (refreshToken: string, clientId: string) => Tokens | null;
  readonly personOf: (accessToken: string) => Person | null;
  /** From now on all access tokens so far are too old. */
  readonly expireAll: () => void;
  /** Takes back what came of the sign-in that this token came of; what is unknown, or another client's, is let be. */
  readonly revoke: (token: string, clientId: string) => void;
  /** Takes back all that was agreed: nothing works any more, and nothing can be refreshed. */
  readonly revokeAll: () => void;
};

type Held = {
  readonly who: Person;
  readonly clientId: string;
  readonly scope: string;
  /** The sign-in that it came of, by refreshes too. */
  readonly signIn: string;
};

const codeLivesMs = 600_000;
const opaque = (kind: string) => `${kind}-${randomBytes(24).toString('base64url')}`;

export function makeGrants({ now, tokenSeconds }: { readonly now: () => Date; readonly tokenSeconds: number }): Grants {
  const codes = new Map<string, Agreement & { readonly at: number }>();
  const access = new Map<string, Held & { readonly until: number }>();
  const refreshable = new Map<string, Held>();

  function issue({ who, clientId, scope, signIn }: Held): Tokens {
    const [accessToken, refreshToken] = [opaque('at'), opaque('rt')];
    access.set(accessToken, { who, clientId, scope, signIn, until: now().getTime() + tokenSeconds * 1_000 });
    refreshable.set(refreshToken, { who, clientId, scope, signIn });
    return {
      access_token: accessToken,
      token_type: 'Bearer',
      expires_in: tokenSeconds,
      refresh_token: refreshToken,
      scope,
      created_at: Math.floor(now().getTime() / 1_000),
    };
  }

  return {
    agree: (agreement) => {
      const code = randomBytes(16).toString('base64url');
      codes.set(code, { ...agreement, at: now().getTime() });
      return code;
    },
    exchange: ({ code, clientId, redirectUri, verifier }, hasSecret) => {
      const agreed = codes.get(code);
      codes.delete(code);
      if (agreed === undefined || now().getTime() - agreed.at > codeLivesMs) return null;
      const proved = agreed.challenge === null ? hasSecret : verifier !== null && s256(verifier) === agreed.challenge;
      return proved && agreed.clientId === clientId && agreed.redirectUri === redirectUri
        ? issue({ ...agreed, signIn: code })
        : null;
    },
    refresh: (refreshToken, clientId) => {
      const held = refreshable.get(refreshToken);
      if (held === undefined || held.clientId !== clientId) return null;
      refreshable.delete(refreshToken);
      return issue(held);
    },
    personOf: (accessToken) => {
      const held = access.get(accessToken);
      return held !== undefined && now().getTime() < held.until ? held.who : null;
    },
    expireAll: () => access.clear(),
    revoke: (token, clientId) => {
      const revoked = access.get(token) ?? refreshable.get(token);
      if (revoked === undefined || revoked.clientId !== clientId) return;
      for (const tokens of [access, refreshable])
        for (const [other, { signIn }] of tokens) if (signIn === revoked.signIn) tokens.delete(other);
    },
    revokeAll: () => {
      codes.clear();
      access.clear();
      refreshable.clear();
    },
  };
}

const s256 = (verifier: string) => createHash('sha256').update(verifier).digest('base64url');
