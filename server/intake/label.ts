import { z } from 'zod';
import { readJson } from '../vendor/json.ts';
import { VendorText, wordOf } from '../vendor/values.ts';

/** What a delivery says that it is: a resource, what became of it, and its record. */
export type Label = {
  /** Null where the vendor's word is none that we know. */
  readonly resource: 'call' | 'door-log' | null;
  readonly action: string | null;
  readonly data: unknown;
};

const Said = z.object({ resource_type: VendorText, action: VendorText, data: z.unknown().optional() });

/** The label of a body, in the vendor's envelope or beside the fields; null when it has none. */
export function labelOf(body: unknown): Label | null {
  const event = typeof body === 'object' && body !== null && 'event' in body ? body.event : undefined;
  const inside = saidBy(opened(event));
  const said = inside?.resource_type ? inside : saidBy(body);
  if (!said?.resource_type) return typeof event === 'string' ? spoken(event, body) : null;
  const data = said.data === undefined && said !== inside ? body : opened(said.data);
  return { resource: resourceOf(wordOf(said.resource_type)), action: wordOf(said.action ?? '') || null, data };
}

/** Most bodies say nothing of the kind; they are not tried, for that costs more than all the rest of a delivery. */
const saidBy = (value: unknown) =>
  typeof value === 'object' && value !== null && 'resource_type' in value ? (Said.safeParse(value).data ?? null) : null;

/** Both in one word, such as `call.created`, beside the record. */
function spoken(event: string, body: unknown): Label | null {
  const [, name = '', action = null] = /^(calls?|access_logs?|door_releases?)(?:_(\w+))?$/.exec(wordOf(event)) ?? [];
  const data = Said.safeParse(body).data?.data;
  return name === '' ? null : { resource: resourceOf(name), action, data: data === undefined ? body : opened(data) };
}

function resourceOf(word: string): Label['resource'] {
  if (/^calls?$/.test(word)) return 'call';
  return /^(access_logs?|door_releases?|door_release_requests?)$/.test(word) ? 'door-log' : null;
}

/** A call that begins. One of whose action nothing is said may be. */
export const begins = (action: string | null): boolean => action === null || /^(creat(e|es|ed|ion)|new)$/.test(action);

/** JSON may come as text inside JSON; anything else stays as it is. */
export function opened(value: unknown): unknown {
  return typeof value === 'string' && /^\s*[[{]/.test(value) ? (readJson(value)?.value ?? value) : value;
}
