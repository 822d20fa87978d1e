import type { Reading } from '../normalise.ts';
import type { Item } from '../readDelivery.ts';

/** Stands for a hook where the relay itself found a call in the vendor's list: it delivers it as a webhook would have. No key opens it. */
export const listHook = 'vendor-list';

/** The record of a listed call as the body of a delivery: the vendor's envelope has the same fields (its documentation). */
export const deliveryOf = (record: object, guid: string | null) => ({
  event: { resource_type: 'call', action: 'create', data: guid === null ? record : { ...record, guid } },
});

/** The same as a delivery came. */
export function listedDelivery(record: object, guid: string | null): Item {
  const value = deliveryOf(record, guid);
  return { raw: new TextEncoder().encode(JSON.stringify(value)), value };
}

/** A reading with whether a webhook told of it. */
export const asHeardBy = (hook: string, reading: Reading): Reading =>
  hook === listHook && reading.kind === 'call'
    ? { ...reading, facts: { ...reading.facts, webhookMissing: true } }
    : reading;
