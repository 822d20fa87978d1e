/** What is kept of a delivery: of calls that do not ring, only as much as their site allows. */
import type { CallId, SiteId } from '../../protocol/call.ts';
import type { SiteSettings } from '../../protocol/site.ts';
import { callNamed } from '../ring/identity.ts';
import type { DeliveryRecord, Journal, OtherCall } from '../ring/journal.ts';
import type { CallFacts } from '../ring/state.ts';
import type { NotRung } from '../ring/whichRing.ts';
import { ringingNow } from '../vendor/values.ts';
import type { MayKeep } from './keptBytes.ts';
import { listHook } from './list/listed.ts';
import { mask } from './mask.ts';
import { isNameless, type Reading } from './normalise.ts';
import { type Delivery, masked } from './readDelivery.ts';

export type KeepingParts = {
  readonly journal: Pick<Journal, 'known' | 'isOther'>;
  /** Null: it rings. From memory. */
  readonly whyNotRung: (site: SiteId, call: CallFacts) => NotRung | null;
  /** What staff see as the panel of a call. */
  readonly panelName: (site: SiteId, call: CallFacts) => string | null;
  readonly keepOthers: (site: SiteId) => SiteSettings['keepOthers'];
  /** False when this call is one more than its webhook may bring. */
  readonly takeFromBucket: (site: SiteId, hook: string) => boolean;
  /** True where ButterflyMX's own lists would name the call if it is one: it may wait for them. */
  readonly canWait: (site: SiteId, call: CallFacts) => boolean;
  /** False when the day's bytes of this webhook are used up. */
  readonly mayKeep: MayKeep;
  readonly reportUnwritable: (error: unknown) => void;
};

type Read = Pick<Delivery, 'body' | 'reading' | 'bytes'>;
type ReadOf<K extends Reading['kind']> = Read & { readonly reading: Reading & { readonly kind: K } };

/** The delivery as it may be stored. Of the kind `other` it goes no further: no ring, no picture, no alarm. */
export async function whatIsKept(delivery: DeliveryRecord, read: Read, parts: KeepingParts): Promise<DeliveryRecord> {
  const { reading } = read;
  if (reading.kind === 'status') return ofStatus(delivery, { ...read, reading }, parts);
  if (reading.kind === 'call') return ofCall(delivery, { ...read, reading }, parts);
  return withinBytes(delivery, read, parts);
}

async function ofCall(delivery: DeliveryRecord, read: ReadOf<'call' | 'status'>, parts: KeepingParts) {
  const { facts } = read.reading;
  const { site } = delivery;
  const why = parts.whyNotRung(site, facts);
  if (why === null) return ofRinging(delivery, read, parts);
  if (await isKnown(delivery, parts)) return delivery;
  const call = callNamed({ ...facts, wordless: read.bytes });
  const keep = parts.keepOthers(site);
  return ofOther(delivery, { call, facts, shownPanel: parts.panelName(site, facts), body: read.body, why, keep });
}

/** Of more calls than any building has, those that ButterflyMX's lists can name wait for them. What its own list told waits for nothing. */
async function ofRinging(
  delivery: DeliveryRecord,
  read: ReadOf<'call' | 'status'>,
  parts: KeepingParts,
): Promise<DeliveryRecord> {
  const { site, hook } = delivery;
  const isMany = hook !== listHook && !parts.takeFromBucket(site, hook);
  if (!isMany || !parts.canWait(site, read.reading.facts) || (await isKnown(delivery, parts)))
    return withinBytes(delivery, read, parts);
  return { ...delivery, kind: 'withheld', raw: nameOf(read) };
}

/** What one webhook's deliveries may fill of a disk is bounded: beyond it only what names the call is kept. */
function withinBytes(delivery: DeliveryRecord, read: Read, { mayKeep }: KeepingParts): DeliveryRecord {
  return mayKeep(delivery.hook, delivery.raw.byteLength) ? delivery : { ...delivery, raw: nameOf(read) };
}

function nameOf({ reading, bytes }: Read): Uint8Array {
  switch (reading.kind) {
    case 'call': {
      const { guid, vendorId: id } = reading.facts;
      return isNameless(reading.facts) ? masked({ body: null, reading, bytes }) : eventOf('create', { guid, id });
    }
    case 'status': {
      const { guid, vendorId: id } = reading.facts;
      return eventOf('status_update', { id, guid, status: reading.status });
    }
    case 'door':
    case 'unreadable':
      return new TextEncoder().encode('{}');
  }
}

/** A call that rings already is joined whatever it tells now, for its desks have seen it. */
async function isKnown({ site, aliases }: DeliveryRecord, { journal, reportUnwritable }: KeepingParts) {
  const calls = await journal.known(site, aliases).catch(reportUnwritable);
  return calls !== undefined && calls.length > 0;
}

type Other = {
  readonly call: CallId;
  readonly facts: CallFacts;
  readonly shownPanel: string | null;
  readonly body: unknown;
  readonly why: NotRung;
  readonly keep: SiteSettings['keepOthers'];
};

function ofOther(delivery: DeliveryRecord, { call, facts, shownPanel, body, why, keep }: Other): DeliveryRecord {
  const { guid, vendorId: id, recipient } = facts;
  const unit = { id: facts.unitId, label: facts.unit };
  const panel = { name: facts.panel };
  const base = { ...delivery, kind: 'other' as const };
  const resident = recipient.kind === 'resident' ? recipient.name : null;
  const other: OtherCall = {
    call,
    panel: shownPanel,
    unit: facts.unit,
    resident: keep === 'everything' ? resident : null,
    why,
  };
  switch (keep) {
    case 'everything':
      return { ...base, other };
    case 'without-names':
      return { ...base, other, raw: eventOf('create', { guid, id, unit, panel, masked: mask(body) }) };
    case 'nothing':
      return { ...base, raw: eventOf('create', { guid, id }) };
  }
}

/**
 * A status may overtake its call, which perhaps does not ring: until that is known, its words alone are kept, which can be taken up again. One
 * that says that a call rings is that call's first delivery, and is kept as one.
 */
async function ofStatus(
  delivery: DeliveryRecord,
  read: ReadOf<'status'>,
  parts: KeepingParts,
): Promise<DeliveryRecord> {
  const { site, aliases } = delivery;
  if (await isKnown(delivery, parts)) return delivery;
  const isOther = await parts.journal.isOther(site, aliases).catch(parts.reportUnwritable);
  if (isOther !== true && read.reading.status === ringingNow) return ofCall(delivery, read, parts);
  const kind = isOther === true ? ('other' as const) : delivery.kind;
  return parts.keepOthers(site) === 'everything' ? { ...delivery, kind } : { ...delivery, kind, raw: nameOf(read) };
}

/** What is kept has a form of the vendor's, so that it is read again as any delivery. */
const eventOf = (action: string, data: object) =>
  new TextEncoder().encode(JSON.stringify({ event: { resource_type: 'call', action, data } }));
