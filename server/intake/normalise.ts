import type { Recipient } from '../../protocol/call.ts';
import type { DoorLog } from '../doors/doorLog.ts';
import type { CallReading } from '../ring/arrival.ts';
import type { CallFacts } from '../ring/state.ts';
import { cleanText } from '../vendor/cleanText.ts';
import type { CallRecord } from './callRecord.ts';
import type { Parsed, Unreadable } from './parse.ts';

/** What a delivery means to us; no vendor shape goes further than this file. */
export type Reading =
  | CallReading
  | {
      readonly kind: 'door';
      readonly vendorId: number | null;
      readonly log: DoorLog;
    }
  | { readonly kind: 'unreadable' };

export function normalise(parsed: Parsed): Reading {
  switch (parsed.shape) {
    case 'flat-call':
    case 'envelope-call':
      return { kind: 'call', facts: factsOf(parsed), imageUrl: parsed.body.image_url, status: parsed.body.status };
    case 'flat-status':
    case 'envelope-status': {
      const status = cleanText(parsed.status) ?? 'unknown';
      return { kind: 'status', facts: factsOf(parsed), imageUrl: parsed.body.image_url, status };
    }
    case 'door-log':
      return { kind: 'door', vendorId: parsed.body.id, log: parsed.body };
  }
}

/** A call of which only the guid could be read, or only that it is one, rings too: somebody may be standing there. */
export function normaliseUnreadable({ guid, saysCall }: Unreadable): Reading {
  if (guid === null && !saysCall) return { kind: 'unreadable' };
  const facts: CallFacts = {
    guid,
    vendorId: null,
    panelId: null,
    panel: null,
    unit: null,
    userId: null,
    unitId: null,
    recipient: { kind: 'frontDesk' },
    unreadable: true,
    unclear: false,
    webhookMissing: false,
  };
  return { kind: 'call', facts, imageUrl: null, status: null };
}

function factsOf({ shape, body, isUnclear }: Exclude<Parsed, { shape: 'door-log' }>): CallFacts {
  const { panel, source, device, unit } = body;
  const isFlat = shape === 'flat-call' || shape === 'flat-status';
  const { panelId, userId, resident } = isFlat ? numbersOfFlat(body) : numbersOfEnvelope(body);
  return {
    guid: body.guid,
    vendorId: body.id,
    panelId,
    panel: cleanText(panel?.name ?? source?.name ?? device?.name),
    unit: cleanText(unit?.label),
    userId,
    unitId: unit?.id ?? null,
    recipient: recipientOf(body.recipient?.type ?? null, unit !== null || resident !== null, resident),
    unreadable: false,
    unclear: isUnclear,
    webhookMissing: false,
  };
}

const numbersOfFlat = ({ panel, source, user }: CallRecord) => ({
  panelId: panel?.id ?? source?.id ?? null,
  userId: user?.id ?? null,
  resident: cleanText([user?.first_name, user?.last_name].filter((part) => part).join(' ')),
});

/** The envelope's numbers of device, source and recipient are of another space than the v3 endpoints want, so no panel number is taken from them. */
const numbersOfEnvelope = ({ panel }: CallRecord) => ({ panelId: panel?.id ?? null, userId: null, resident: null });

/** True for a call that tells neither guid nor number: its bytes are all that it can be known by. */
export const isNameless = ({ guid, vendorId }: Pick<CallFacts, 'guid' | 'vendorId'>): boolean =>
  guid === null && vendorId === null;

/** A front-desk call has recipient type Attendant, or neither unit nor resident. */
function recipientOf(type: string | null, hasHome: boolean, name: string | null): Recipient {
  return type === 'Attendant' || !hasHome ? { kind: 'frontDesk' } : { kind: 'resident', name };
}
