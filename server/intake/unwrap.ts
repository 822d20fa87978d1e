/** From the bytes of a body to the deliveries in it. Bounded in size, number and depth; nothing is believed of what its headers say. */
import { z } from 'zod';
import { err, ok, type Result } from '../../protocol/result.ts';
import { readJson } from '../vendor/json.ts';
import { VendorText } from '../vendor/values.ts';
import { decompress } from './decompress.ts';
import { jsonFields } from './forms.ts';
import { mask } from './mask.ts';
import { parse } from './parse.ts';
import type { Item } from './readDelivery.ts';

/** A body as it came. What its `Content-Type` says is not looked at. */
export type Body = {
  readonly raw: Uint8Array;
  /** `Content-Encoding`; null when there is none. */
  readonly encoding: string | null;
};

/** `left`: what came with them beyond the most that one body may bring, or as no object. */
export type Unwrapped = { readonly items: readonly Item[]; readonly left: Left | null };
export type Left = { readonly because: 'too-many' | 'no-objects'; readonly value: readonly unknown[] };

const mostItems = 100;
const mostWrappers = 3;

/** At least one item, or why there is none. */
export async function unwrap(body: Body): Promise<Result<Unwrapped, 'no-json' | 'too-large'>> {
  const bytes = await decompress(body.raw, body.encoding);
  if (bytes === 'too-large') return err(bytes);
  const text = textOf(bytes);
  const whole = readJson(text);
  if (whole !== null) return ok(itemsOf([whole.value], isUtf16(bytes) ? new TextEncoder().encode(text) : bytes));
  for (const parts of [
    () => jsonFields(bytes, 'multipart'),
    () => text.split(lineEnds),
    () => jsonFields(bytes, 'url-encoded'),
  ]) {
    const values = (await parts()).filter((part) => part.trim() !== '').map((part) => readJson(part)?.value ?? part);
    if (values.some(isWrapper)) return ok(itemsOf(values, null));
  }
  return err('no-json');
}

const lineEnds = /[\r\n]+/;

/** Whole where there is nothing to take out: then its bytes are kept as they came. */
function itemsOf(values: readonly unknown[], whole: Uint8Array | null): Unwrapped {
  const found = values.flatMap((value) => deliveriesIn(value, mostWrappers));
  const objects = found.filter(isRecord);
  if (whole !== null && (objects.length === 0 || objects[0] === values[0]))
    return { items: [{ raw: whole, value: values[0] }], left: null };
  const others = found.filter((value) => !isRecord(value));
  const items = objects.slice(0, mostItems).map((value) => ({ raw: bytesOf(value), value }));
  return { items, left: leftOf(objects.slice(mostItems), others) };
}

function leftOf(tooMany: readonly unknown[], others: readonly unknown[]): Left | null {
  if (tooMany.length > 0) return { because: 'too-many', value: [...tooMany, ...others] };
  return others.length > 0 ? { because: 'no-objects', value: others } : null;
}

/** A list's members, those of an `events` list or of the vendor's envelope, and JSON written as text; anything else is one delivery. */
function deliveriesIn(value: unknown, wrappers: number): readonly unknown[] {
  const inside = wrappers === 0 ? null : insideOf(value);
  return inside === null ? [value] : inside.flatMap((member) => deliveriesIn(member, wrappers - 1));
}

function insideOf(value: unknown): readonly unknown[] | null {
  if (Array.isArray(value)) return value;
  if (typeof value === 'string' && /^\s*["[{]/.test(value)) {
    const read = readJson(value);
    return read === null ? null : [read.value];
  }
  if (!isObject(value)) return null;
  return recordsOf(value) ?? eventsOf(value);
}

/** The vendor's envelope with a list for its record. */
function recordsOf(value: object): readonly unknown[] | null {
  const event = 'event' in value ? Listing.safeParse(value).data?.event : undefined;
  if (event === undefined || event.data.length === 0) return null;
  const { resource_type, action } = event;
  return event.data.map((data) => ({ event: { resource_type, action, data } }));
}

/** A delivery of its own may have a list of events too. */
function eventsOf(value: object): readonly unknown[] | null {
  const events = 'events' in value ? Events.safeParse(value).data?.events : undefined;
  if (events === undefined) return null;
  const parsed = parse(value);
  const isDelivery = parsed.ok || parsed.error.guid !== null || parsed.error.saysCall;
  return isDelivery ? null : events;
}

const Listing = z.object({
  event: z.object({ resource_type: VendorText, action: VendorText, data: z.array(z.unknown()) }),
});
const Events = z.object({ events: z.array(z.unknown()) });

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
const isRecord = (value: unknown): boolean => isObject(value) && !Array.isArray(value);
const isWrapper = (value: unknown): boolean =>
  isObject(value) || (typeof value === 'string' && insideOf(value) !== null);

/** A delivery as it is kept; what nests too deep to be written is written masked. */
export function bytesOf(value: unknown): Uint8Array {
  try {
    return new TextEncoder().encode(JSON.stringify(value));
  } catch {
    return new TextEncoder().encode(JSON.stringify(mask(value)));
  }
}

/** UTF-8, or UTF-16 where a byte order mark says so. */
const textOf = (bytes: Uint8Array): string =>
  new TextDecoder(isUtf16(bytes) ? (bytes[0] === 0xff ? 'utf-16le' : 'utf-16be') : 'utf-8').decode(bytes);

const isUtf16 = ([first, second]: Uint8Array): boolean =>
  (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
