/** One delivery's bytes as a reading, the same when they come and when they are taken up again. */
import { hash } from 'node:crypto';
import { z } from 'zod';
import { readJson } from '../vendor/json.ts';
import { Guid, told } from '../vendor/values.ts';
import { mask } from './mask.ts';
import { isNameless, normalise, normaliseUnreadable, type Reading } from './normalise.ts';
import { parse } from './parse.ts';

/** One delivery's bytes, and the JSON that they are. */
export type Item = { readonly raw: Uint8Array; readonly value: unknown };

export type Delivery = {
  readonly body: unknown;
  readonly reading: Reading;
  /** False when nothing but a guid, or that it is a call, could be read. */
  readonly isReadable: boolean;
  /** The first digits of the hash of its bytes. */
  readonly bytes: string;
};

const decoder = new TextDecoder('utf-8', { ignoreBOM: false });

/** The JSON of a delivery's bytes. Null when it is none. Bad UTF-8 becomes U+FFFD, as in every JSON reader. */
export function itemOf(raw: Uint8Array): Item | null {
  const json = readJson(decoder.decode(raw));
  return json === null ? null : { raw, value: json.value };
}

export function readDelivery({ raw, value: body }: Item): Delivery {
  const bytes = hashOf(raw);
  const parsed = parse(body);
  if (parsed.ok) return { body, reading: normalise(parsed.value), isReadable: true, bytes };
  return { body, reading: normaliseUnreadable(parsed.error), isReadable: false, bytes };
}

/** Enough digits that two deliveries of one hook never share them by chance. */
export const hashOf = (raw: Uint8Array) => hash('sha256', raw, 'base64url').slice(0, 22);

/** What is kept of a delivery that could not be read: values masked, but for what its call is known by, so that it can be taken up again. */
export function masked({ body, reading, bytes }: Pick<Delivery, 'body' | 'reading' | 'bytes'>): Uint8Array {
  const guid = reading.kind === 'call' ? reading.facts.guid : null;
  const unread = reading.kind === 'call' && isNameless(reading.facts) ? bytes : null;
  return new TextEncoder().encode(JSON.stringify({ resource: { guid }, unread, masked: mask(body) }));
}

const Masked = z.object({
  resource: z.object({ guid: told(Guid) }),
  unread: told(z.string().regex(/^[\w-]{22}$/)),
  masked: z.unknown().optional(),
});

/** A stored delivery, with the hash of the bytes that came. It was JSON; where a disk made it something else, nothing can be known of it. */
export function reread(raw: Uint8Array): Pick<Delivery, 'reading' | 'bytes'> {
  const item = itemOf(raw);
  if (item === null) return { reading: { kind: 'unreadable' }, bytes: hashOf(raw) };
  const delivery = readDelivery(item);
  const kept = delivery.isReadable ? null : (Masked.safeParse(delivery.body).data ?? null);
  if (kept === null) return delivery;
  const { resource, unread } = kept;
  const reading = normaliseUnreadable({ kind: 'unreadable', guid: resource.guid, saysCall: unread !== null });
  return { reading, bytes: unread ?? delivery.bytes };
}
