import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw, zstdDecompress } from 'node:zlib';

/** What a body may unpack to, in bytes: as much as one that comes unpacked. */
export const mostUnpacked = 65_536;
const mostLayers = 3;

type Unpack = (packed: Uint8Array) => Promise<Uint8Array>;
const limit = { maxOutputLength: mostUnpacked };
const [ungzip, unzlib, unraw] = [promisify(gunzip), promisify(inflate), promisify(inflateRaw)];
const [unbrotli, unzstd] = [promisify(brotliDecompress), promisify(zstdDecompress)];
const asGzip: readonly Unpack[] = [(packed) => ungzip(packed, limit)];

const unpackers: ReadonlyMap<string, readonly Unpack[]> = new Map([
  ['gzip', asGzip],
  ['x-gzip', asGzip],
  /** With its header (RFC 9110), and without it, as some senders do. */
  ['deflate', [(packed: Uint8Array) => unzlib(packed, limit), (packed: Uint8Array) => unraw(packed, limit)]],
  ['br', [(packed: Uint8Array) => unbrotli(packed, limit)]],
  ['zstd', [(packed: Uint8Array) => unzstd(packed, limit)]],
]);

/**
 * The body without its content codings. A coding that is named and was not applied, or was applied and not named (gzip alone), is no reason to
 * lose a call. `too-large`: it would unpack to more than 64 KiB, or is packed more than three times.
 */
export async function decompress(raw: Uint8Array, encoding: string | null): Promise<Uint8Array | 'too-large'> {
  const named = (encoding ?? '').toLowerCase().split(',').reverse();
  const codings = named.map((coding) => coding.trim()).filter((coding) => unpackers.has(coding));
  if (codings.length > mostLayers) return 'too-large';
  let bytes = raw;
  for (const coding of codings) {
    const unpacked = await unpackAs(coding, bytes);
    if (unpacked === 'too-large') return unpacked;
    bytes = unpacked ?? bytes;
  }
  return isGzip(bytes) ? ((await unpackAs('gzip', bytes)) ?? bytes) : bytes;
}

/** Null when the bytes are not packed so. */
async function unpackAs(coding: string, bytes: Uint8Array): Promise<Uint8Array | 'too-large' | null> {
  for (const unpack of unpackers.get(coding) ?? []) {
    try {
      return await unpack(bytes);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE') return 'too-large';
    }
  }
  return null;
}

const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;
