import { type LookupAddress, type LookupAllOptions, lookup } from 'node:dns';
import { Agent, fetch, type RequestInit } from 'undici';
import { err, ok, type Result } from '../../protocol/result.ts';
import { deadlineIn } from '../clock.ts';
import { checkAddress, isPublicAddress, type PictureOrigins } from './address.ts';
import { type NoPicture, noPicture } from './noPicture.ts';

/** Bytes of a picture, however wrong they may be. Anonymous: the vendor's store answers 400 to our bearer. */
export type FetchPicture = (imageUrl: string) => Promise<Result<Uint8Array, NoPicture>>;

/** The most bytes that a picture may have. */
export const mostPictureBytes = 5 * 1024 * 1024;
const deadlineMs = 3_000;

export type Dispatchers = { readonly plain: Agent; readonly guarded: Agent };

/** How names are looked up: every address of one. */
export type Resolve = (
  hostname: string,
  options: LookupAllOptions,
  told: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/** The guarded one looks a name up itself and connects only to what it looked up, so that no second answer can lead elsewhere. */
export const makeDispatchers = (resolve: Resolve = lookup): Dispatchers => ({
  plain: new Agent({ connections: 2 }),
  guarded: new Agent({ connections: 2, connect: { lookup: publicOnly(resolve) } }),
});

export const fetchPicture =
  (origins: PictureOrigins, { plain, guarded }: Dispatchers): FetchPicture =>
  async (imageUrl) => {
    const address = checkAddress(imageUrl, origins);
    if (!address.ok) return address;
    const request: RequestInit = {
      dispatcher: address.value.guarded ? guarded : plain,
      redirect: 'manual',
      headers: { accept: 'image/jpeg, image/png, image/webp' },
      signal: deadlineIn(deadlineMs),
    };
    try {
      const response = await fetch(address.value.url, request);
      if (response.ok && response.body !== null) return await readAtMost(response.body, mostPictureBytes);
      await response.body?.cancel();
      const isRedirect = response.status >= 300 && response.status < 400;
      return err(noPicture(isRedirect ? 'redirected' : 'refused', `HTTP ${response.status}`));
    } catch (error) {
      return err(whyNotFetched(error));
    }
  };

/** Only what is known to be the clock's doing is called slow; a refused, unknown or broken connection has its code. */
function whyNotFetched(error: unknown): NoPicture {
  if (isInner(error)) return noPicture('inner-address');
  if (error instanceof Error && error.name === 'TimeoutError') return noPicture('slow', `${deadlineMs / 1_000} s`);
  return noPicture('unreachable', codeOf(error));
}

function codeOf(error: unknown): string | null {
  const cause = error instanceof Error ? error.cause : null;
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : null;
}

async function readAtMost(body: AsyncIterable<Uint8Array>, limit: number): Promise<Result<Uint8Array, NoPicture>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > limit) return err(noPicture('too-large', 'more than 5 MB'));
    chunks.push(chunk);
  }
  return ok(Buffer.concat(chunks));
}

class InnerAddress extends Error {
  override readonly name = 'InnerAddress';
}
const isInner = (error: unknown) =>
  error instanceof Error && (error instanceof InnerAddress || error.cause instanceof InnerAddress);

type ConnectLookup = NonNullable<Extract<Agent.Options['connect'], { lookup?: unknown }>['lookup']>;

/** A DNS lookup that fails when any answer is not public: a name with one inner address is not worth a second look. */
const publicOnly =
  (resolve: Resolve): ConnectLookup =>
  (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, []);
      if (addresses.some(({ address }) => !isPublicAddress(address)))
        return callback(new InnerAddress('An inner address was refused.'), []);
      if (options.all) return callback(null, addresses);
      const [first] = addresses;
      callback(null, first?.address ?? '', first?.family);
    });
  };
