import { z } from 'zod';
import type { CallId, SiteId } from '../../protocol/call.ts';
import type { VendorFailure } from '../../protocol/fact.ts';
import { err, ok, type Result } from '../../protocol/result.ts';
import type { AccountRole } from '../ring/linked.ts';
import type { VendorCall } from '../ring/ports.ts';
import { readJson } from '../vendor/json.ts';
import { retryAfterMs } from '../vendor/retryAfter.ts';
import type { Accounts, Bearer } from './account.ts';
import type { LastWord } from './accounts/rejectedAccounts.ts';
import { askedToWait } from './askedToWait.ts';
import { fetchOverTls } from './fetchOverTls.ts';

export type VendorRequest = {
  readonly site: SiteId;
  readonly as: AccountRole;
  /** The call that it is about; it decides which account was called. */
  readonly call?: VendorCall | undefined;
  /** The call from which it was asked, for whoever is shown what was asked; it decides nothing. */
  readonly askedFrom?: CallId | null;
  /** One of the site's accounts of that role, where each of them is asked. */
  readonly account?: string | undefined;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below the API's address, beginning with a slash, with its query; parts taken from a delivery are encoded by the caller. */
  readonly path: string;
  readonly body?: unknown;
  /** The default is JSON:API's, which works live for notifications (third-party capture); v4 takes plain JSON. */
  readonly contentType?: 'application/json' | 'application/vnd.api+json';
  /** Asked although the vendor wants us to wait with such questions: somebody pressed a button. Only a GET ever waits. */
  readonly isUrgent?: boolean;
  /** Ends the request; a stuck vendor is `slow`. */
  readonly deadline: AbortSignal;
};

/**
 * `says`: the API's own words about what it refused, made fit for a screen; null when there are none. `retryAfterMs`: how long the API wants
 * us to wait before we ask the like again.
 */
export type VendorRefusal = {
  readonly kind: VendorFailure;
  readonly status: number | null;
  readonly says: string | null;
  readonly retryAfterMs?: number;
};

/** The body of the answer, where it was asked, and which account asked. */
export type VendorAnswer = { readonly body: unknown; readonly apiUrl: string; readonly account: string };

/**
 * One request to the vendor. Nothing is tried again, for nothing is worth it after a ring's 40 seconds and a door must never be asked for
 * twice; but a 401, to which nothing was done, is asked once more with a renewed bearer. A question that the vendor asked us to wait with is
 * not sent before its time: it is refused here, as it was the last time.
 */
export type AskVendor = (request: VendorRequest) => Promise<Result<VendorAnswer, VendorRefusal>>;

/** Told of every exchange once it is over, for alarms, metrics and demonstrations. Bodies are as they were sent; the bearer is not among them. */
export type Exchange = {
  readonly request: VendorRequest;
  readonly account: string;
  /** Null when no answer came. */
  readonly status: number | null;
  readonly answer: string | null;
  readonly tookMs: number;
};

export type RestParts = {
  readonly accounts: Accounts;
  /** Monotonic milliseconds. */
  readonly now: () => number;
  readonly observers?: readonly ((exchange: Exchange) => void)[];
  /** Told once a request of what the API said in the end; not when nobody can tell, because no answer came or no bearer could be renewed in time. */
  readonly heed?: (word: LastWord) => void;
  readonly fetchLike?: typeof fetch;
};

const mostBytes = 2_000_000;
type Fetched = { readonly status: number; readonly text: string | null; readonly waitMs: number | null };

export function restClient({
  accounts,
  now,
  observers = [],
  heed = () => {},
  fetchLike = fetchOverTls,
}: RestParts): AskVendor {
  async function once(request: VendorRequest, bearer: Bearer): Promise<Fetched | null> {
    const began = now();
    const fetched = await send(request, bearer, fetchLike);
    const told = { request, account: bearer.account, tookMs: now() - began };
    const exchange = { ...told, status: fetched?.status ?? null, answer: fetched?.text ?? null };
    for (const observe of observers) observe(exchange);
    return fetched;
  }

  const waits = askedToWait(now);

  function conclude({ as, method, path }: VendorRequest, fetched: Fetched | null, { account, apiUrl }: Bearer) {
    if (fetched !== null) heed({ account, as, path, status: fetched.status });
    if (method === 'GET' && fetched !== null && fetched.waitMs !== null) waits.note(account, path, fetched.waitMs);
    return read(fetched, { account, apiUrl });
  }

  return async (request) => {
    const { site, as: role, call, account, deadline } = request;
    const bearer = await accounts.bearer({ site, role, call, account }, deadline);
    if (!bearer.ok) return refusal(bearer.error);
    const isPatient = request.method === 'GET' && request.isUrgent !== true;
    const waitMs = isPatient ? waits.left(bearer.value.account, request.path) : null;
    if (waitMs !== null) return refusal('refused', 429, null, waitMs);
    const first = await once(request, bearer.value);
    if (first?.status !== 401) return conclude(request, first, bearer.value);
    const renewed = await accounts.renewed(bearer.value, deadline);
    if (renewed.ok) return conclude(request, await once(request, renewed.value), renewed.value);
    return renewed.error === 'slow' ? read(first, bearer.value) : conclude(request, first, bearer.value);
  };
}

async function send(
  { method, path, body, contentType = 'application/vnd.api+json', deadline }: VendorRequest,
  { apiUrl, token }: Bearer,
  fetchLike: typeof fetch,
): Promise<Fetched | null> {
  try {
    const response = await fetchLike(`${apiUrl}${path}`, {
      method,
      headers: {
        accept: 'application/json',
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': contentType }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      redirect: 'error',
      signal: deadline,
    });
    const waitMs = response.ok ? null : retryAfterMs(response.headers);
    return { status: response.status, text: await readAtMost(response, mostBytes), waitMs };
  } catch {
    return null;
  }
}

function read(
  fetched: Fetched | null,
  { apiUrl, account }: Omit<Bearer, 'token'>,
): Result<VendorAnswer, VendorRefusal> {
  if (fetched === null) return refusal('slow');
  const { status, text, waitMs } = fetched;
  const body = text === null ? undefined : bodyOf(text);
  if (status < 200 || status > 299) return refusal(noOf(status), status, wordsIn(body), waitMs);
  return body === undefined ? refusal('unreadable', status) : ok({ body, apiUrl, account });
}

function noOf(status: number): VendorFailure {
  if (status === 404) return 'gone';
  return status >= 500 ? 'unwell' : 'refused';
}

const refusal = (
  kind: VendorFailure,
  status: number | null = null,
  says: string | null = null,
  waitMs: number | null = null,
) => err({ kind, status, says, ...(waitMs === null ? {} : { retryAfterMs: waitMs }) });

/** The 401 example spells it `messages`, all others `message` (vendor's OpenAPI). */
const Errors = z.object({
  errors: z
    .array(
      z.object({
        field: z.string().nullish().catch(null),
        code: z.string().nullish().catch(null),
        message: z.string().nullish().catch(null),
        messages: z.string().nullish().catch(null),
      }),
    )
    .max(50),
});

/** The vendor's words as one line of at most 300 visible characters. */
function wordsIn(body: unknown): string | null {
  const read = Errors.safeParse(body);
  if (!read.success) return null;
  const told = read.data.errors.map(({ field, code, message, messages }) =>
    [field, message ?? messages ?? code].filter((word) => word).join(': '),
  );
  const line = told
    .join('; ')
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim();
  return line === '' ? null : line.slice(0, 300);
}

/** The body as text; null when it is longer than anything this API is known to send. */
async function readAtMost(response: Response, limit: number): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    const bytes = z.instanceof(Uint8Array).parse(chunk);
    size += bytes.byteLength;
    if (size > limit) return null;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Undefined for what is no JSON; null for an empty body, as 204 has. */
const bodyOf = (text: string): unknown => (text.trim() === '' ? null : readJson(text)?.value);
