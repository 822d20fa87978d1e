import type { Hook } from '../desks/hook.ts';
import { isCallStatus } from '../vendor/values.ts';
import { CallRecord, isBare } from './callRecord.ts';
import { labelOf } from './label.ts';
import { type Parsed, parse } from './parse.ts';

/**
 * A body in the light of its hook: one that does not say what it is, and could not be read by its fields alone, gets the label of what the hook
 * was registered for. What says otherwise itself is believed.
 */
export function inLightOf({ resource = null }: Pick<Hook, 'resource'>, body: unknown): unknown {
  if (resource === null || labelOf(body) !== null || typeof body !== 'object' || body === null) return body;
  const parsed = parse(body);
  const isLabelled = resource === 'call' ? !parsed.ok && tellsSomething(body) : !parsed.ok || saysNoCall(parsed.value);
  return isLabelled ? { event: { resource_type: resource, data: body } } : body;
}

/** A field of a call at least: a vendor's test of the address is no visitor. */
function tellsSomething(body: object): boolean {
  const { data } = CallRecord.safeParse(body);
  return data !== undefined && (!isBare(data) || data.id !== null || data.provider !== null || data.image_url !== null);
}

/** A guid, and nothing that only a call has. */
function saysNoCall(parsed: Parsed): boolean {
  switch (parsed.shape) {
    case 'flat-call':
      return isBare(parsed.body) && parsed.body.provider === null;
    case 'flat-status':
      return !isCallStatus(parsed.status);
    case 'envelope-call':
    case 'envelope-status':
    case 'door-log':
      return false;
  }
}
