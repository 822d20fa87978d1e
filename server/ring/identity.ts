/** How a call is named and known: its name, the words of its identifiers, its key at a site. No other file spells them. */
import { z } from 'zod';
import { CallId, type SiteId } from '../../protocol/call.ts';

/** A word under which a call is looked for: `guid:` and the guid in one form, `id:` and the vendor's number, `unread:` where neither was told. */
export const Alias = z.string().min(1).brand<'Alias'>();
export type Alias = z.infer<typeof Alias>;

/** A call at its site as one word, for maps in memory. */
export const CallKey = z.string().min(1).brand<'CallKey'>();
export type CallKey = z.infer<typeof CallKey>;

/** What a delivery names its call by. `wordless`: the first digits of its bytes' hash, where it named none. */
export type Identifiers = {
  readonly guid: string | null;
  /** Text where it has more digits than a number keeps. */
  readonly vendorId: number | string | null;
  readonly wordless?: string | null;
};

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** A guid in the form in which two of them are compared: a UUID means the same in capitals (RFC 9562); any other word is kept as it is. */
export const comparableGuid = (guid: string): string => (uuid.test(guid) ? guid.toLowerCase() : guid);

/** Made for every delivery several times, so it costs no schema. */
const isAlias = (word: string): word is Alias => word.length > 0;
function alias(word: string): Alias {
  if (isAlias(word)) return word;
  throw new Error('A call has no empty name.');
}

export const guidAlias = (guid: string): Alias => alias(`guid:${comparableGuid(guid)}`);
export const numberAlias = (vendorId: number | string): Alias => alias(`id:${vendorId}`);

/** The words of a call's identifiers, the guid's first, for it is the surer one. */
export function aliasesOf({ guid, vendorId, wordless = null }: Identifiers): readonly Alias[] {
  const words = [...(guid === null ? [] : [guidAlias(guid)]), ...(vendorId === null ? [] : [numberAlias(vendorId)])];
  return words.length === 0 && wordless !== null ? [alias(`unread:${wordless}`)] : words;
}

/** False for a word that may mean another call later: a number, which the vendor may use again and anybody can count to, and bytes. */
export const isLasting = (alias: Alias): boolean => alias.startsWith('guid:');

/** The name by which a call is known from its first delivery on, and which it keeps: the guid as it came first, else the word of what it told. */
export const callNamed = ({ guid, vendorId, wordless = null }: Identifiers): CallId =>
  CallId.parse(guid ?? (vendorId === null ? `unread:${wordless ?? 'nothing'}` : `id:${vendorId}`));

/** The word of a call's own name. */
export const aliasOfName = (call: CallId): Alias =>
  /^(id|unread):/.test(call) ? Alias.parse(call.replace(/~\d+$/, '')) : guidAlias(call);

/** The first name of its kind that none of `taken` has: `id:7`, then `id:7~2`. A guid names one call only. */
export function freeName(wanted: CallId, taken: readonly CallId[]): CallId {
  if (!/^(id|unread):/.test(wanted)) return wanted;
  for (let copy = 2, name = wanted; ; copy++) {
    if (!taken.includes(name)) return name;
    name = CallId.parse(`${wanted}~${copy}`);
  }
}

export function keyOfCall(site: SiteId, call: CallId): CallKey {
  const key = `${site} ${call}`;
  if (isCallKey(key)) return key;
  throw new Error('A call and its site have names.');
}
const isCallKey = (key: string): key is CallKey => key.length > 1;
