import type { Moment } from '../../clock.ts';
import type { RingEvent, RingStep } from '../events.ts';
import type { CallFacts, Ring, RingCall } from '../state.ts';
import { end, fact, step } from './step.ts';

/** Events that mean the same in every phase; null leaves the decision to the phase. */
export function anyPhase(ring: Ring, event: RingEvent, now: Moment): RingStep | null {
  switch (event.kind) {
    case 'delivered-again':
      return join(ring, event.facts);
    case 'snapshot-ready':
      if (ring.call.snapshot !== null) return step(ring);
      return step({ ...ring, call: { ...ring.call, snapshot: event.snapshot } }, { facts: [fact('snapshot')] });
    case 'proved-same-call':
      return ring.phase === 'ended' ? step(ring) : end(ring, 'same-call', now, null);
    default:
      return null;
  }
}

/** A later delivery fills what was unknown and changes nothing that was: what staff were shown stays. */
function join(ring: Ring, facts: CallFacts): RingStep {
  const call = filled(ring.call, facts);
  const told = Object.entries(call).filter(
    ([field, value]) => value !== Object.entries(ring.call).find(([name]) => name === field)?.[1],
  );
  const conflict = contradicted(ring.call, facts);
  const noted =
    conflict.length === 0 ? [] : [fact('conflict', null, `a later delivery tells another ${conflict.join(', ')}`)];
  if (told.length === 0) return step(ring, { facts: noted });
  return step({ ...ring, call }, { facts: [...noted, fact('joined', null, told.map(([field]) => field).join(', '))] });
}

/** What a later delivery tells otherwise than the first; the first stands. */
const contradicted = (call: RingCall, facts: CallFacts) =>
  (['guid', 'vendorId', 'panelId', 'panel', 'unit'] as const).filter(
    (field) => call[field] !== null && facts[field] !== null && call[field] !== facts[field],
  );

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
  };
}
