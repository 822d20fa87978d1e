/** What proxies and senders put around a delivery, in any order that gives a body again. */
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { random } from './scenario.ts';

export type Wrapped = { readonly body: Uint8Array; readonly headers: Readonly<Record<string, string>> };

const oneOf = <T>(some: readonly T[], otherwise: T): T => some[random(0, some.length - 1)] ?? otherwise;

/** JSON in JSON, around one or several deliveries. */
const inJson: readonly ((texts: readonly string[]) => string)[] = [
  (texts) => `[${texts.join(',')}]`,
  (texts) => JSON.stringify(texts),
  (texts) => JSON.stringify({ sent_at: 1, events: texts.map((text): unknown => JSON.parse(text)) }),
  (texts) => JSON.stringify(`[${texts.join(',')}]`),
];

/** What carries JSON: itself, lines, or a form. Wrappers of one text take what `inJson` made. */
const carriers: readonly ((text: string) => Wrapped)[] = [
  (text) => ({ body: Buffer.from(text), headers: {} }),
  (text) => ({ body: Buffer.from(`\ufeff${text}`), headers: { 'content-type': 'text/plain' } }),
  (text) => ({ body: Buffer.from(`\r\n${text}\r\n`), headers: { 'content-type': 'application/x-ndjson' } }),
  (text) => ({
    body: Buffer.from(new URLSearchParams({ utf8: 'x', [`field${random(1, 9)}`]: text }).toString()),
    headers: { 'content-type': oneOf(['application/x-www-form-urlencoded', 'application/json', ';'], '') },
  }),
  (text) => ({
    body: Buffer.from(
      `--b\r\ncontent-disposition: form-data; name="f"${oneOf(['', '; filename="f.json"'], '')}\r\n\r\n${text}\r\n--b--\r\n`,
    ),
    headers: { 'content-type': 'multipart/form-data; boundary=b' },
  }),
];

const codings: readonly (readonly [name: string, pack: (body: Uint8Array) => Uint8Array])[] = [
  ['gzip', gzipSync],
  ['deflate', deflateSync],
  ['deflate', deflateRawSync],
  ['br', brotliCompressSync],
];

/** These deliveries, written as JSON each, in one body: at most two wrappers of JSON, a carrier, and at most two codings. */
export function wrapped(texts: readonly string[]): Wrapped {
  const lines = random(0, 4) === 0 ? texts.join('\n') : null;
  if (lines !== null) return packed({ body: Buffer.from(lines), headers: { 'content-type': 'application/x-ndjson' } });
  const [only = '', another] = texts;
  let text = another === undefined && random(0, 2) === 0 ? only : oneOf(inJson, JSON.stringify)(texts);
  if (random(0, 1) === 0) text = JSON.stringify(text);
  return packed(oneOf(carriers, (body) => ({ body: Buffer.from(body), headers: {} }))(text));
}

/** The same in content codings. */
export function packed({ body, headers }: Wrapped): Wrapped {
  const applied: string[] = [];
  let bytes = body;
  for (let layers = random(0, 2); layers > 0; layers--) {
    const [name, pack] = oneOf(codings, ['gzip', gzipSync]);
    bytes = pack(bytes);
    applied.push(name);
  }
  return applied.length === 0
    ? { body: bytes, headers }
    : { body: bytes, headers: { ...headers, 'content-encoding': applied.join(', ') } };
}
