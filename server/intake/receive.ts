/** The walk itself, in order. Read this file first. */
import { createHash } from 'node:crypto';
import type { CallId, SiteId } from '../../protocol/call.ts';
import type { Moment } from '../clock.ts';
import type { Appended, DeliveryRecord, Journal } from '../journal/journal.ts';
import { type Alias, aliasesOf, isGuessable } from '../ring/identity.ts';
import { numberLastsMs } from '../ring/joining.ts';
import type { Hook } from './authenticate.ts';
import { asHeardBy, listHook } from './listed.ts';
import { mask } from './mask.ts';
import { normalise, normaliseUnreadable, type Reading } from './normalise.ts';
import { parse } from './parse.ts';
import { type KeepingParts, whatIsKept } from './whatIsKept.ts';

/** What became of a delivery. `not-rung`: taken like any, but its site does not let it ring. `not-stored`: it rings all the same, and the vendor must send it again. */
export type Receipt = 'accepted' | 'not-rung' | 'duplicate' | 'unreadable' | 'no-json' | 'not-stored';

/** A reading on its way to the switchboard, with the calls its identifiers are known for. */
export type Arrival = {
  readonly site: SiteId;
  readonly reading: Reading;
  readonly received: Moment;
  /** The hook by whose key it came. */
  readonly hook: string;
  /** The first digits of the hash of its bytes: what tells a retry from another delivery of the same number. */
  readonly bytes: string;
  /** The relay found it in the vendor's own list. */
  readonly isListed: boolean;
  readonly knownAs: readonly CallId[];
  /** False when the journal could not write: the ring must say so. */
  readonly recorded: boolean;
};

export type ReceiveParts = KeepingParts & {
  readonly journal: Pick<Journal, 'append'>;
  readonly tellSwitchboard: (arrival: Arrival) => void;
  /** A call of a flooded webhook waits for ButterflyMX's lists to name it. */
  readonly holdBack: (arrival: Arrival) => void;
  /** Told of every delivery as soon as it is read, whether it rings here or not. */
  readonly noteReading: (read: Pick<Arrival, 'site' | 'reading' | 'received'>) => void;
  readonly reportUnreadable: (site: SiteId) => void;
  readonly now: () => Moment;
};

/** Resolves once the delivery is durable, or known not to be. Never rejects: a journal that cannot write is `not-stored`. */
export async function receive(raw: Uint8Array, hook: Hook, parts: ReceiveParts): Promise<Receipt> {
  const received = parts.now();
  const body = readJson(raw);
  if (!body) return 'no-json';

  const parsed = parse(body.value);
  const reading = asHeardBy(hook.id, parsed.ok ? normalise(parsed.value) : normaliseUnreadable(parsed.error));
  parts.noteReading({ site: hook.site, reading, received });
  const bytes = hashOf(raw);
  const delivery = recordOf(raw, body.value, { hook, reading, readable: parsed.ok, received, bytes });
  const kept = await whatIsKept(delivery, { reading, body: body.value }, parts);
  const appended = await append(kept, parts);
  if (kept.kind === 'other') return receiptOfOther(appended);

  if (!parsed.ok) parts.reportUnreadable(hook.site);
  const goOn = kept.kind === 'withheld' && appended !== null ? parts.holdBack : parts.tellSwitchboard;
  goOn({
    site: hook.site,
    reading,
    received,
    hook: hook.id,
    bytes,
    isListed: hook.id === listHook,
    knownAs: appended?.knownAs ?? [],
    recorded: appended !== null,
  });
  if (appended === null) return 'not-stored';
  if (!parsed.ok) return 'unreadable';
  return appended.novelty === 'new' ? 'accepted' : 'duplicate';
}

function receiptOfOther(appended: Appended | null): Receipt {
  if (appended === null) return 'not-stored';
  return appended.novelty === 'new' ? 'not-rung' : 'duplicate';
}

async function append(
  delivery: DeliveryRecord,
  { journal, reportUnwritable }: Pick<ReceiveParts, 'journal' | 'reportUnwritable'>,
): Promise<Appended | null> {
  try {
    return await journal.append(delivery);
  } catch (error) {
    reportUnwritable(error);
    return null;
  }
}

type Read = {
  readonly hook: Hook;
  readonly reading: Reading;
  readonly readable: boolean;
  readonly received: Moment;
  readonly bytes: string;
};

function recordOf(raw: Uint8Array, body: unknown, { hook, reading, readable, received, bytes }: Read): DeliveryRecord {
  const aliases = aliasesOfReading(reading);
  return {
    site: hook.site,
    hook: hook.id,
    dedupe: dedupeOf(reading, readable ? aliases[0] : undefined, { hook, bytes, received }),
    kind: readable ? reading.kind : 'unreadable',
    aliases,
    raw: readable ? raw : masked(body, reading),
    received,
  };
}

/** Values masked, but for the guid: with it the call can be taken up again after a crash. */
function masked(body: unknown, reading: Reading): Uint8Array {
  const guid = reading.kind === 'call' ? reading.facts.guid : null;
  return new TextEncoder().encode(JSON.stringify({ resource: { guid }, masked: mask(body) }));
}

/** The words under which the journal knows a reading's call; none where it is of none. */
export const aliasesOfReading = (reading: Reading): readonly Alias[] =>
  reading.kind === 'call' || reading.kind === 'status' ? aliasesOf(reading.facts) : [];

/**
 * No shape carries a delivery id, so the event itself is the identity; what has none is known by its bytes. A number alone may be told of a
 * call that never was: it is one event only with the same bytes, by the same key, for some minutes.
 */
function dedupeOf(reading: Reading, alias: Alias | undefined, { hook, bytes, received }: Came): string {
  const word = alias !== undefined && isGuessable(alias) ? `${alias} ${hook.id} ${bytes} ${spanOf(received)}` : alias;
  if (reading.kind === 'call' && word !== undefined) return `call ${word}`;
  if (reading.kind === 'status' && word !== undefined) return `status ${word} ${reading.status}`;
  if (reading.kind === 'door' && reading.vendorId !== null) return `door ${reading.vendorId}`;
  return `bytes ${bytes}`;
}

type Came = Pick<Read, 'hook' | 'bytes' | 'received'>;
const spanOf = ({ wall }: Moment) => Math.floor(wall / numberLastsMs);

/** Enough digits that two deliveries of one hook never share them by chance. */
export const hashOf = (raw: Uint8Array) => createHash('sha256').update(raw).digest('base64url').slice(0, 22);

const decoder = new TextDecoder('utf-8', { ignoreBOM: false });

/** Bad UTF-8 becomes U+FFFD and the last of equal keys wins, as in every JSON reader; only what is no JSON at all is refused. */
export function readJson(raw: Uint8Array): { readonly value: unknown } | null {
  try {
    return { value: JSON.parse(decoder.decode(raw)) };
  } catch {
    return null;
  }
}
