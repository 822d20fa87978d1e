import { CallField, type RingFact } from '../../../protocol/fact.ts';
import type { Moment } from '../../clock.ts';
import type { RingEvent, RingStep } from '../events.ts';
import { comparableGuid } from '../identity.ts';
import type { CallFacts, Ring, RingCall } from '../state.ts';
import { end, step } from './step.ts';

/** Events that mean the same in every phase; null leaves the decision to the phase. */
export function anyPhase(ring: Ring, event: RingEvent, now: Moment): RingStep | null {
  switch (event.kind) {
    case 'delivered-again':
      return join(ring, event.facts);
    case 'snapshot-ready':
      if (ring.call.snapshot !== null) return step(ring);
      return step({ ...ring, call: { ...ring.call, snapshot: event.snapshot } }, { facts: [{ what: 'snapshot' }] });
    case 'confirmed':
      return confirmed(ring, event);
    case 'not-confirmed':
      if (ring.confirmation === 'confirmed' || ring.confirmation === event.because) return step(ring);
      return step({ ...ring, confirmation: event.because }, { facts: [{ what: event.because }] });
    case 'proved-same-call':
      return ring.phase === 'ended' ? step(ring) : end(ring, 'same-call', now, null);
    default:
      return null;
  }
}

/** ButterflyMX knows the call: its word of the panel stands above what a webhook told. */
function confirmed(ring: Ring, { panelId, panel }: RingEvent & { kind: 'confirmed' }): RingStep {
  const isKnown = ring.confirmation === 'confirmed' && (panelId === null || panelId === ring.confirmedPanelId);
  if (isKnown) return step(ring);
  const told = ring.call.panelId;
  const isAnother = panelId !== null && told !== null && told !== panelId;
  const call = {
    ...ring.call,
    panelId: panelId ?? told,
    panel: (isAnother ? panel : null) ?? ring.call.panel ?? panel,
  };
  const facts: readonly RingFact[] = [
    { what: 'confirmed', panelId },
    ...(isAnother ? [{ what: 'panel-conflict', panelId: told } as const] : []),
  ];
  return step(
    { ...ring, call, confirmation: 'confirmed', confirmedPanelId: panelId ?? ring.confirmedPanelId },
    { facts },
  );
}

/** A later delivery fills what was unknown and changes nothing that was: what staff were shown stays. */
function join(ring: Ring, facts: CallFacts): RingStep {
  const call = filled(ring.call, facts);
  const told = CallField.options.filter((field) => call[field] !== ring.call[field]);
  const conflict = contradicted(ring.call, facts);
  const noted: readonly RingFact[] = conflict.length === 0 ? [] : [{ what: 'delivery-conflict', fields: conflict }];
  if (told.length === 0) return step(ring, { facts: noted });
  return step({ ...ring, call }, { facts: [...noted, { what: 'joined', fields: told }] });
}

/** What a later delivery tells otherwise than the first; the first stands. */
const contradicted = (call: RingCall, facts: CallFacts) =>
  (['guid', 'vendorId', 'panelId', 'panel', 'unit'] as const).filter(
    (field) => call[field] !== null && facts[field] !== null && comparable(call[field]) !== comparable(facts[field]),
  );

const comparable = (value: string | number | null) => (typeof value === 'string' ? comparableGuid(value) : value);

function filled(call: RingCall, facts: CallFacts): RingCall {
  const readNow = call.unreadable && !facts.unreadable;
  return {
    ...call,
    guid: call.guid ?? facts.guid,
    vendorId: call.vendorId ?? facts.vendorId,
    panelId: call.panelId ?? facts.panelId,
    panel: call.panel ?? facts.panel,
    unit: call.unit ?? facts.unit,
    userId: call.userId ?? facts.userId,
    unitId: call.unitId ?? facts.unitId,
    recipient:
      readNow || (call.recipient.kind === 'frontDesk' && facts.unit !== null) ? facts.recipient : call.recipient,
    unreadable: call.unreadable && facts.unreadable,
    webhookMissing: call.webhookMissing && facts.webhookMissing,
    unclear: call.unclear && facts.unclear,
  };
}
