/** The one reader of the vendor's ids, labels, words and times, for deliveries, lists and answers alike. */
import { z } from 'zod';

/** A field that is absent, null or odd is the same to us: not told. It never refuses what is around it. */
export const told = <T extends z.ZodType>(schema: T) => schema.nullable().catch(null).default(null);

const Digits = z
  .string()
  .trim()
  .regex(/^\d{1,30}$/);

/** A number of the vendor's, also written as text. Null beyond 2^53, where it would be rounded into another's. */
export const VendorId = told(z.union([z.int().nonnegative(), Digits.transform(Number).pipe(z.int())]));

/** A call's number. Beyond 2^53 it is kept as its digits. */
export type CallNumber = number | string;

/** The same as `VendorId`, but whole however long: it names the call. */
export const CallNumber = told(z.union([z.int().nonnegative(), Digits.transform(wholeNumber)]));

function wholeNumber(digits: string): CallNumber {
  const number = Number(digits);
  return Number.isSafeInteger(number) ? number : digits.replace(/^0+/, '');
}

/** A name or label; a label may be written as a number. Not yet fit for a screen: `cleanText` makes it so. */
export const VendorText = told(z.union([z.string(), z.number().transform(String)]));

/** The vendor's name of a call. A UUID in every capture; read with room for others, never with anything that could be a path. */
export const Guid = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9._~-]{4,64}$/);

/** A word of the vendor's vocabulary in one spelling: `Call`, `accessLog` and `door-release` are `call`, `access_log` and `door_release`. */
export const wordOf = (text: string): string =>
  text
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 80);

/** A call's status in the SDK's spelling. Words that we do not know stay as they are, and mean nothing to us. */
export function statusOf(text: string): string {
  const word = wordOf(text);
  return otherSpellings.get(word) ?? word;
}

const otherSpellings: ReadonlyMap<string, string> = new Map([
  ['cancelled', 'canceled'],
  ['initialising', 'initializing'],
  ['initialized', 'initializing'],
]);

/** The status of a call that rings and that nobody has answered (vendor's SDK). */
export const ringingNow = 'initializing';

const callStatuses: ReadonlySet<string> = new Set([
  ringingNow,
  'connecting_sip',
  'opened_door',
  'canceled',
  'rejected',
  'timeout_online_signal',
  'voip_rollover',
]);

/** True for a status that a call can have (vendor's SDK), in the SDK's spelling; a door's log has words of its own. */
export const isCallStatus = (status: string | null): boolean => status !== null && callStatuses.has(status);
