/** The walk itself, in order. Read this file first. */
import { createHash } from 'node:crypto';
import type { CallId, SiteId } from '../../protocol/call.ts';
import type { Moment } from '../clock.ts';
import type { Appended, DeliveryRecord, Journal } from '../journal/journal.ts';
import type { Hook } from './authenticate.ts';
import { asHeardBy } from './listed.ts';
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
  readonly knownAs: readonly CallId[];
  /** False when the journal could not write: the ring must say so. */
  readonly recorded: boolean;
};

export type ReceiveParts = KeepingParts & {
  readonly journal: Pick<Journal, 'append'>;
  readonly tellSwitchboard: (arrival: Arrival) => void;
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
  const delivery = recordOf(raw, body.value, { hook, reading, readable: parsed.ok, received });
  const kept = await whatIsKept(delivery, { reading, body: body.value }, parts);
  const appended = await append(kept, parts);
  if (kept.kind === 'other') return receiptOfOther(appended);

  if (!parsed.ok) parts.reportUnreadable(hook.site);
  parts.tellSwitchboard({
    site: hook.site,
    reading,
    received,
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

type Read = { readonly hook: Hook; readonly reading: Reading; readonly readable: boolean; readonly received: Moment };

function recordOf(raw: Uint8Array, body: unknown, { hook, reading, readable, received }: Read): DeliveryRecord {
  const aliases = aliasesOf(reading);
  return {
    site: hook.site,
    hook: hook.id,
    dedupe: dedupeOf(reading, readable ? aliases[0] : undefined, raw),
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

/** The words under which the journal knows a call: the guid first, for it is the surer one. */
export function aliasesOf(reading: Reading): readonly string[] {
  if (reading.kind === 'door' || reading.kind === 'unreadable') return [];
  const { guid, vendorId } = reading.kind === 'call' ? reading.facts : reading;
  return [...(guid === null ? [] : [`guid:${guid}`]), ...(vendorId === null ? [] : [`id:${vendorId}`])];
}

/** No shape carries a delivery id, so the event itself is the identity; what has none is known by its bytes. */
function dedupeOf(reading: Reading, alias: string | undefined, raw: Uint8Array): string {
  if (reading.kind === 'call' && alias !== undefined) return `call ${alias}`;
  if (reading.kind === 'status' && alias !== undefined) return `status ${alias} ${reading.status}`;
  if (reading.kind === 'door' && reading.vendorId !== null) return `door ${reading.vendorId}`;
  return `bytes ${createHash('sha256').update(raw).digest('base64url')}`;
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: false });

/** Bad UTF-8 becomes U+FFFD and the last of equal keys wins, as in every JSON reader; only what is no JSON at all is refused. */
export function readJson(raw: Uint8Array): { readonly value: unknown } | null {
  try {
    return { value: JSON.parse(decoder.decode(raw)) };
  } catch {
    return null;
  }
}
