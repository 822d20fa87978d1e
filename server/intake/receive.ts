/** The walk itself, in order. Read this file first. */
import type { Clock, Moment } from '../clock.ts';
import type { Hook } from '../desks/hook.ts';
import type { Arrival, Begun, Proposal } from '../ring/arrival.ts';
import { type Alias, aliasesOf, isLasting } from '../ring/identity.ts';
import { numberLastsMs } from '../ring/joining.ts';
import type { Appended, DeliveryRecord, Journal } from '../ring/journal.ts';
import { stallMs } from '../ring/stall.ts';
import type { Turns } from '../ring/turns.ts';
import { within } from '../within.ts';
import { asHeardBy, listHook } from './list/listed.ts';
import { isNameless, type Reading } from './normalise.ts';
import { type Oddity, oddityOf } from './oddities.ts';
import { type Delivery, type Item, masked, readDelivery } from './readDelivery.ts';
import { type KeepingParts, whatIsKept } from './retention.ts';

/** What became of a delivery. `not-rung`: taken like any, but its site does not let it ring. `not-stored`: it rings all the same, and the vendor must send it again. */
export type Receipt = 'accepted' | 'not-rung' | 'duplicate' | 'unreadable' | 'no-json' | 'too-large' | 'not-stored';

/** A delivery that was read, with what it told. */
export type Delivered = Arrival<Reading>;

export type ReceiveParts = KeepingParts & {
  readonly journal: Pick<Journal, 'append'>;
  /** The ring that a delivery would begin; it is stored with it. */
  readonly propose: (arrival: Omit<Delivered, 'begun'>) => Proposal | null;
  readonly tellSwitchboard: (arrival: Delivered) => void;
  /** A call of a flooded webhook waits for ButterflyMX's lists to name it. */
  readonly holdBack: (arrival: Delivered) => void;
  /** Told of every delivery as soon as it is read, whether it rings here or not. */
  readonly noteReading: (read: Pick<Delivered, 'site' | 'reading' | 'received'>) => void;
  /** Told of what came on a good key and could not be understood as it should. */
  readonly reportOdd: (hook: Hook, oddity: Oddity) => void;
  /** Deliveries that share a word walk one after another: a cancel never overtakes its create. */
  readonly turns: Turns;
  /** Runs `push` once the answer to the delivery is on its way; resolves after it. */
  readonly afterAnswer: (push: () => void) => Promise<void>;
  readonly clock: Pick<Clock, 'after'>;
  readonly now: () => Moment;
};

/** Resolves once the delivery is durable, or known not to be. Never rejects: a journal that cannot write is `not-stored`. */
export async function receive(item: Item, hook: Hook, parts: ReceiveParts): Promise<Receipt> {
  const received = parts.now();
  const read = readDelivery(item);
  const reading = asHeardBy(hook.id, read.reading);
  parts.noteReading({ site: hook.site, reading, received });
  const delivery = recordOf(item.raw, { ...read, reading, hook, received });
  const walk: Walk = { delivery, read: { ...read, reading }, hook, received };
  return new Promise((resolve) => {
    const words = delivery.aliases.map((alias) => `${hook.site} ${alias}`);
    parts.turns.take(words, () =>
      keepAndRing(walk, parts, resolve).catch((error: unknown) => {
        parts.reportUnwritable(error);
        resolve('not-stored');
      }),
    );
  });
}

type Walk = {
  readonly delivery: DeliveryRecord;
  readonly read: Delivery;
  readonly hook: Hook;
  readonly received: Moment;
};

/** The delivery is stored with the ring that it begins, then answered, then passed on. One that a stalled disk keeps rings all the same; its answer waits. */
async function keepAndRing(
  { delivery, read, hook, received }: Walk,
  parts: ReceiveParts,
  answer: (receipt: Receipt) => void,
): Promise<void> {
  const { reading, body, bytes, isReadable } = read;
  const kept = await whatIsKept(delivery, { reading, body, bytes }, parts);
  const how = { site: hook.site, reading, received, hook: hook.id, bytes, isListed: hook.id === listHook };
  const rings = kept.kind !== 'other' && kept.kind !== 'withheld';
  const proposal = rings ? parts.propose({ ...how, knownAs: [] }) : null;
  const appending = append(kept, proposal, parts);
  const appended = await within(parts.clock, stallMs, appending);
  const receiptOf = (stored: Appended | null) =>
    kept.kind === 'other' ? receiptOfOther(stored) : receiptFor(stored, isReadable);
  if (appended === 'late') void appending.then((stored) => answer(receiptOf(stored)));
  else answer(receiptOf(appended));
  if (kept.kind === 'other') return;

  const oddity = oddityOf(reading);
  if (oddity !== null) parts.reportOdd(hook, oddity);
  const isStored = appended !== 'late' && appended !== null;
  const goOn = kept.kind === 'withheld' && isStored ? parts.holdBack : parts.tellSwitchboard;
  const knownAs = isStored ? appended.knownAs : [];
  const begun = appended === null ? null : begunOf(proposal, appended, appending);
  await parts.afterAnswer(() => goOn({ ...how, knownAs, begun }));
}

/** How the proposed ring stands: stored with its delivery, not begun, or not known while the disk stalls. */
function begunOf(
  proposal: Proposal | null,
  appended: Appended | 'late',
  appending: Promise<Appended | null>,
): Begun | null {
  if (proposal === null) return null;
  const stored = appending.then((result) => result?.began === true);
  if (appended === 'late') return { ...proposal, isStored: false, stored };
  return appended.began ? { ...proposal, isStored: true, stored } : null;
}

function receiptFor(appended: Appended | null, isReadable: boolean): Receipt {
  if (appended === null) return 'not-stored';
  if (!isReadable) return 'unreadable';
  return appended.novelty === 'new' ? 'accepted' : 'duplicate';
}

function receiptOfOther(appended: Appended | null): Receipt {
  if (appended === null) return 'not-stored';
  return appended.novelty === 'new' ? 'not-rung' : 'duplicate';
}

async function append(
  delivery: DeliveryRecord,
  proposal: Proposal | null,
  { journal, reportUnwritable }: Pick<ReceiveParts, 'journal' | 'reportUnwritable'>,
): Promise<Appended | null> {
  try {
    return await journal.append(delivery, proposal?.record);
  } catch (error) {
    reportUnwritable(error);
    return null;
  }
}

type Read = Delivery & { readonly hook: Hook; readonly received: Moment };

function recordOf(raw: Uint8Array, read: Read): DeliveryRecord {
  const { reading, isReadable, hook, received, bytes } = read;
  const aliases = aliasesOfReading(reading, bytes);
  return {
    site: hook.site,
    hook: hook.id,
    dedupe: dedupeOf(read, aliases[0]),
    kind: isReadable ? reading.kind : 'unreadable',
    aliases,
    raw: isReadable ? raw : masked(read),
    received,
  };
}

/** The words under which the journal knows a reading's call; none where it is of none. `bytes`: of a call that names itself by nothing. */
export const aliasesOfReading = (reading: Reading, bytes: string | null = null): readonly Alias[] =>
  reading.kind === 'call' || reading.kind === 'status' ? aliasesOf({ ...reading.facts, wordless: bytes }) : [];

/**
 * No shape carries a delivery id, so the event itself is the identity; what has none is known by its bytes. A number or bytes alone may be told
 * of a call that never was, or of another's: they are one event only with the same bytes, by the same key, for some minutes.
 */
function dedupeOf({ reading, isReadable, hook, bytes, received }: Read, alias: Alias | undefined): string {
  const within = `${hook.id} ${bytes} ${spanOf(received)}`;
  if (!isReadable) return reading.kind === 'call' && isNameless(reading.facts) ? `unread ${within}` : `bytes ${bytes}`;
  const word = alias === undefined || isLasting(alias) ? alias : `${alias} ${within}`;
  if (reading.kind === 'call' && word !== undefined) return `call ${word}`;
  if (reading.kind === 'status' && word !== undefined) return `status ${word} ${reading.status}`;
  if (reading.kind === 'door' && reading.vendorId !== null) return `door ${reading.vendorId}`;
  return `bytes ${bytes}`;
}

const spanOf = ({ wall }: Moment) => Math.floor(wall / numberLastsMs);
