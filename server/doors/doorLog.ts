import { z } from 'zod';
import type { EpochMs } from '../../protocol/call.ts';
import { writtenInstant } from '../clock.ts';
import { cleanText } from '../vendor/cleanText.ts';
import { told, VendorId, VendorText } from '../vendor/values.ts';
import type { DoorEntry } from './entries.ts';

/** Words, or an object of one key that names the tool (live capture). */
const Method = told(
  z.union([
    z.string(),
    z.number().transform(String),
    z.record(z.string(), z.unknown()).transform((tool) => Object.keys(tool)[0] ?? null),
  ]),
).transform(cleanText);

const Entry = z.object({
  id: VendorId,
  logged_at: VendorText,
  access_point: VendorId,
  access_point_id: VendorId,
  entry_method: Method,
  /** The oldest form of v3 has it in place of `entry_method` (vendor's documentation). */
  release_method: Method,
  release_status: VendorText.transform(cleanText),
  tenant_id: VendorId,
});

/** A door's log entry, the same in v4's list and in deliveries. `name` and `image_url` are people's and stay unread (vendor's OpenAPI). */
export const DoorLog = Entry.transform(({ access_point_id, release_method, ...entry }) => ({
  ...entry,
  access_point: entry.access_point ?? access_point_id,
  entry_method: entry.entry_method ?? release_method,
}));
export type DoorLog = z.infer<typeof DoorLog>;

/** Null for an entry without a number, which could never be told from its copies. Without a time it counts as logged `at`. */
export function entryOf(log: DoorLog, at: EpochMs): DoorEntry | null {
  if (log.id === null) return null;
  return {
    entry: log.id,
    loggedAt: writtenInstant(log.logged_at) ?? at,
    accessPoint: log.access_point,
    entryMethod: log.entry_method,
    releaseStatus: log.release_status,
    tenant: log.tenant_id,
  };
}
