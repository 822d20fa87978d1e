import { z } from 'zod';
import { err, ok, type Result } from '../../protocol/result.ts';
import type { VendorFailure } from '../ring/ports.ts';

export type VendorAccount = { readonly apiUrl: string; readonly token: string | null };

export type VendorRequest = {
  readonly method: 'GET' | 'POST';
  /** Below the API's address, beginning with a slash; parts taken from a delivery are encoded by the caller. */
  readonly path: string;
  readonly body?: unknown;
  /** Ends the request; a stuck vendor is `slow`. */
  readonly deadline: AbortSignal;
};

/** One request to the vendor, once: nothing here is worth a retry after a ring's 40 seconds, and a door must never be asked for twice. */
export type AskVendor = (request: VendorRequest) => Promise<Result<unknown, VendorFailure>>;

/** The JSON:API type works live for notifications (third-party capture); the official SDK sends forms. */
const contentType = 'application/vnd.api+json';
const mostBytes = 1_000_000;

/** `observe` is told the status of every answer. */
export const restClient =
  (
    { apiUrl, token }: VendorAccount,
    observe: (status: number) => void = () => {},
    fetchLike: typeof fetch = fetch,
  ): AskVendor =>
  async ({ method, path, body, deadline }) => {
    if (token === null) return err('no-account');
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
      observe(response.status);
      const text = await readAtMost(response, mostBytes);
      if (!response.ok) return err(response.status === 404 ? 'gone' : 'refused');
      return text === null ? err('unreadable') : readJson(text);
    } catch {
      return err('slow');
    }
  };

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

function readJson(text: string): Result<unknown, VendorFailure> {
  if (text.trim() === '') return ok(null);
  try {
    return ok(JSON.parse(text));
  } catch {
    return err('unreadable');
  }
}
