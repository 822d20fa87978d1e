import type { Recipient } from '../../protocol/call.ts';
import type { CallFacts } from '../ring/state.ts';
import { cleanText } from '../vendor/cleanText.ts';
import type { DoorLog } from './doorLog.ts';
import type { EnvelopeCall, FlatCall, Parsed, Unreadable } from './parse.ts';

/** What a delivery means to us; no vendor shape goes further than this file. */
export type Reading =
  | {
      readonly kind: 'call';
      readonly facts: CallFacts;
      /** The vendor's public picture address; personal data, so it is never stored with the call nor logged. */
      readonly imageUrl: string | null;
      /** The status the call had when the delivery was made; null when it does not say. */
      readonly status: string | null;
    }
  | {
      readonly kind: 'status';
      /** What it told of the call besides: with the word that it rings now, a status is as good as the call's delivery. */
      readonly facts: CallFacts;
      readonly imageUrl: string | null;
      readonly status: string;
    }
  | {
      readonly kind: 'door';
      readonly vendorId: number | null;
      readonly log: DoorLog;
    }
  | { readonly kind: 'unreadable' };

export function normalise(parsed: Parsed): Reading {
  switch (parsed.shape) {
    case 'flat-call':
      return flatCall(parsed.body);
    case 'envelope-call':
      return envelopeCall(parsed.body);
    case 'status-update': {
      const { guid, vendorId, status } = parsed;
      const facts = { ...nothingTold, guid, vendorId, unreadable: true };
      return { kind: 'status', facts, imageUrl: null, status: cleanText(status) ?? 'unknown' };
    }
    case 'door-log': {
      return { kind: 'door', vendorId: parsed.body.id, log: parsed.body };
    }
  }
}

/** A call of which only the guid could be read rings too: somebody may be standing there. */
export function normaliseUnreadable({ guid }: Unreadable): Reading {
  if (guid === null) return { kind: 'unreadable' };
  return { kind: 'call', facts: { ...nothingTold, guid, unreadable: true }, imageUrl: null, status: null };
}

const nothingTold: CallFacts = {
  guid: null,
  vendorId: null,
  panelId: null,
  panel: null,
  unit: null,
  userId: null,
  unitId: null,
  recipient: { kind: 'frontDesk' },
  unreadable: false,
  webhookMissing: false,
  unclear: false,
};

function flatCall(body: FlatCall): Reading {
  const unit = cleanText(body.unit?.label);
  const resident = cleanText([body.user?.first_name, body.user?.last_name].filter((part) => part).join(' '));
  const facts: CallFacts = {
    guid: body.guid,
    vendorId: null,
    panelId: body.panel?.id ?? body.source?.id ?? null,
    panel: cleanText(body.panel?.name ?? body.source?.name),
    unit,
    userId: body.user?.id ?? null,
    unitId: body.unit?.id ?? null,
    recipient: recipientOf(body.recipient?.type ?? null, body.unit !== null || resident !== null, resident),
    unreadable: false,
    webhookMissing: false,
    unclear: false,
  };
  return { kind: 'call', facts, imageUrl: body.image_url, status: body.status };
}

/** The envelope's numbers of device and recipient are of another space than the v3 endpoints want, so no panel number is taken from it. */
function envelopeCall(body: EnvelopeCall): Reading {
  const facts: CallFacts = {
    guid: body.guid,
    vendorId: body.id,
    panelId: body.panel?.id ?? null,
    panel: cleanText(body.panel?.name ?? body.device?.name),
    unit: cleanText(body.unit?.label),
    userId: null,
    unitId: body.unit?.id ?? null,
    recipient: recipientOf(body.recipient?.type ?? null, body.unit !== null, null),
    unreadable: false,
    webhookMissing: false,
    unclear: false,
  };
  return { kind: 'call', facts, imageUrl: body.image_url, status: body.status };
}

/** A front-desk call has recipient type Attendant, or neither unit nor resident. */
function recipientOf(type: string | null, hasHome: boolean, name: string | null): Recipient {
  return type === 'Attendant' || !hasHome ? { kind: 'frontDesk' } : { kind: 'resident', name };
}
