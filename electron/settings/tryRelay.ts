import { z } from 'zod';
import { RelayAddress, type RelayTest } from '../../protocol/bridge.ts';
import { protocolVersions } from '../../protocol/version.ts';

/** Chromium's own fetch, which knows the system's proxy, its PAC file and its certificates. */
export type Fetch = (address: string, init: RequestInit) => Promise<Response>;

const deadlineMs = 6_000;
const Alive = z.object({
  product: z.literal('vestibule'),
  protocol: z.object({ oldest: z.number(), newest: z.number() }),
});

/** Tries the way to a relay and names the first thing that is wrong: name, way, certificate, proxy, program, version, token. */
export async function tryRelay(fetch: Fetch, typed: string, token: string | null): Promise<RelayTest> {
  const address = RelayAddress.safeParse(typed);
  if (!address.success)
    return failed('bad-address', 'An address begins with https://, such as https://desk.example.com.');
  try {
    const response = await ask(fetch, `${address.data}/healthz`);
    if (response.status === 407) return failed('proxy', 'The proxy asks for a name and a password.');
    const alive = Alive.safeParse(await response.json().catch(() => null));
    if (!alive.success) {
      const hint = address.data.endsWith('/desk') ? ' Leave /desk out of the address.' : '';
      return failed('not-a-relay', `Something else answers there (status ${response.status}).${hint}`);
    }
    const { oldest, newest } = alive.data.protocol;
    if (protocolVersions.newest < oldest || protocolVersions.oldest > newest)
      return failed(
        'old-relay',
        `This desk speaks version ${protocolVersions.newest}, the relay ${oldest} to ${newest}.`,
      );
    if (token !== null && (await isRefused(fetch, address.data, token)))
      return failed('token', 'The relay does not know this desk any more. Pair it again.');
    const ready = await ask(fetch, `${address.data}/readyz`);
    return { outcome: 'works', ready: ready.ok };
  } catch (error) {
    return explain(error);
  }
}

/** Whether a typed address means this relay, by host and path: only there may the desk's token be shown. */
export const meansRelay = (typed: string, relay: string | null): boolean =>
  relay !== null && RelayAddress.safeParse(typed).data === relay;

/** A picture that cannot be there: 401 means that the token is not known, 404 that it is. */
async function isRefused(fetch: Fetch, address: string, token: string): Promise<boolean> {
  const response = await ask(fetch, `${address}/snapshots/none`, { authorization: `Bearer ${token}` });
  return response.status === 401;
}

const ask = (fetch: Fetch, address: string, headers: Record<string, string> = {}) =>
  fetch(address, {
    headers,
    redirect: 'error',
    credentials: 'omit',
    cache: 'no-store',
    signal: AbortSignal.timeout(deadlineMs),
  });

const failed = (because: Extract<RelayTest, { outcome: 'failed' }>['because'], detail: string): RelayTest => ({
  outcome: 'failed',
  because,
  detail,
});

/** By Chromium's names for what went wrong (`net::ERR_…`), and Node's, which the tests meet. */
const causes: readonly (readonly [RegExp, Extract<RelayTest, { outcome: 'failed' }>['because']])[] = [
  [/ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED/, 'offline'],
  [/ERR_NAME_NOT_RESOLVED|ERR_NAME_RESOLUTION_FAILED|ENOTFOUND|EAI_AGAIN/, 'dns'],
  [/ERR_PROXY|ERR_TUNNEL|ERR_MANDATORY_PROXY|ERR_PAC_/, 'proxy'],
  [/ERR_CERT|ERR_SSL|ERR_TLS|DEPTH_ZERO_SELF_SIGNED_CERT|CERT_|UNABLE_TO_|SELF_SIGNED|EPROTO|ERR_BAD_SSL/, 'tls'],
  [/ERR_CONNECTION_TIMED_OUT|ERR_TIMED_OUT|TimeoutError|ETIMEDOUT|aborted due to timeout/, 'timeout'],
  [/ERR_CONNECTION_REFUSED|ERR_ADDRESS_UNREACHABLE|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH/, 'refused'],
];

export function explain(error: unknown): RelayTest {
  const words = wordsOf(error);
  const because = causes.find(([pattern]) => pattern.test(words))?.[1] ?? 'failed';
  return failed(because, /(?:net::)?ERR_[A-Z_]+|\bE[A-Z_]{4,}\b/.exec(words)?.[0] ?? 'No answer.');
}

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : '';
  return `${error.name} ${error.message} ${code} ${error.cause === undefined ? '' : wordsOf(error.cause)}`;
}
