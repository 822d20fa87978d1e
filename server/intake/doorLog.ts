import { z } from 'zod';
import type { EpochMs } from '../../protocol/call.ts';
import { writtenInstant } from '../clock.ts';
import type { DoorEntry } from '../doors/entries.ts';

const told = <T extends z.ZodType>(schema: T) => schema.nullable().catch(null).default(null);

/** A door's log entry, the same in v4's list and in deliveries. `name` and `image_url` are people's and stay unread (vendor's OpenAPI). */
export const DoorLog = z.object({
  id: told(z.int().nonnegative()),
  logged_at: told(z.string().max(60)),
  access_point: told(z.int().nonnegative()),
  /** Words, or an object of one key that names the tool (live capture). */
  entry_method: told(
    z.union([
      z.string().max(120),
      z.record(z.string().max(60), z.unknown()).transform((tool) => Object.keys(tool)[0] ?? null),
    ]),
  ),
  release_status: told(z.string().max(60)),
  tenant_id: told(z.int().nonnegative()),
});
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
