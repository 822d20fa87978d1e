import { isCallStatus } from '../vendor/values.ts';
import { type CallRecord, isBare } from './callRecord.ts';

/** Fields that only a door's log or release has (vendor's OpenAPI; `release_method` is the oldest v3 form). */
const ofDoors = ['release_method', 'release_status', 'release_type', 'entry_method'];
/** What a release names as opened, and for whom; a status that no call has is one of its own. */
const ofReleases = ['access_point', 'access_point_id', 'device_id', 'tenant_id', 'panel_id', 'status'];

/** True when a body tells a field of a door's log. */
export const hasDoorFields = (body: unknown): boolean => tells(body, [...ofDoors, 'access_point', 'access_point_id']);

/** True when a call's record has what no door's log has: somebody called, a provider, a status of calls. */
const hasCallFields = ({ recipient, provider, status }: CallRecord): boolean =>
  recipient !== null || provider !== null || isCallStatus(status);

/**
 * True when a body that has fields of a door's log has no sign of a call. A guid is one, for a call may be at its other end; but a release has
 * a guid of its own, beside what it opened (vendor's OpenAPI).
 */
export function isDoorLog(body: unknown, record: CallRecord): boolean {
  if (!hasDoorFields(body) || hasCallFields(record)) return false;
  return record.guid === null || (isBare(record) && tells(body, ofReleases));
}

const tells = (body: unknown, fields: readonly string[]): boolean =>
  typeof body === 'object' &&
  body !== null &&
  Object.entries(body).some(([name, value]) => fields.includes(name) && value !== null && value !== '');
