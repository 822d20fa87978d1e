import { z } from 'zod';
import { err, ok, type Result } from '../../protocol/result.ts';
import { DoorLog } from './doorLog.ts';

/** A field that is absent, null or of a wrong type is the same to us: not told. */
const told = <T extends z.ZodType>(schema: T) => schema.nullable().catch(null).default(null);
const Text = told(z.string().max(500));
const Id = told(z.int().nonnegative());

/** The vendor's name of a call. A UUID in every capture; read with room for others, never with anything that could be a path. */
const Guid = z.string().regex(/^[A-Za-z0-9._~-]{4,64}$/);
const Label = told(z.object({ id: Id, label: Text }));
const Device = told(z.object({ id: Id, name: Text }));
const Recipient = told(z.object({ id: Id, type: Text }));

/** As production delivers it: no envelope, the guid on top (live capture). */
const FlatCall = z.object({
  guid: Guid,
  user: told(z.object({ id: Id, first_name: Text, last_name: Text })),
  panel: Device,
  source: Device,
  unit: Label,
  recipient: Recipient,
  provider: Text,
  image_url: told(z.string().max(2048)),
  status: Text,
});

/** As the official demo receiver reads it: the guid inside `call`, the status on top. */
const StatusUpdate = z.object({ call: z.object({ guid: Guid }), status: z.string().min(1).max(100) });

const EnvelopeCall = z.object({
  id: Id,
  guid: told(Guid),
  recipient: Recipient,
  unit: Label,
  device: Device,
  panel: Device,
  provider: Text,
  image_url: told(z.string().max(2048)),
  status: Text,
});
const Envelope = z.object({
  event: z.object({ resource_type: z.string(), action: Text, data: z.record(z.string(), z.unknown()) }),
});

export type FlatCall = z.infer<typeof FlatCall>;
export type EnvelopeCall = z.infer<typeof EnvelopeCall>;

/** A body of a known shape, tagged with which. */
export type Parsed =
  | { readonly shape: 'flat-call'; readonly body: FlatCall }
  | { readonly shape: 'envelope-call'; readonly body: EnvelopeCall }
  | {
      readonly shape: 'status-update';
      readonly guid: string | null;
      readonly vendorId: number | null;
      readonly status: string;
    }
  | { readonly shape: 'door-log'; readonly body: DoorLog };

/** JSON of no known shape; the guid, where one could be found, lets it ring all the same. */
export type Unreadable = { readonly kind: 'unreadable'; readonly guid: string | null };

/** Recognises a delivery by its fields. Never throws; unknown fields are dropped and never passed on. */
export function parse(body: unknown): Result<Parsed, Unreadable> {
  const envelope = Envelope.safeParse(body);
  const parsed = envelope.success ? parseEnvelope(envelope.data.event) : parseFlat(body);
  return parsed ? ok(parsed) : err({ kind: 'unreadable', guid: findGuid(body) });
}

function parseFlat(body: unknown): Parsed | null {
  const update = StatusUpdate.safeParse(body);
  if (update.success)
    return { shape: 'status-update', guid: update.data.call.guid, vendorId: null, status: update.data.status };
  const call = FlatCall.safeParse(body);
  if (call.success) {
    const { panel, source, user, unit, status } = call.data;
    const bare = panel === null && source === null && user === null && unit === null;
    if (status !== null && bare) return { shape: 'status-update', guid: call.data.guid, vendorId: null, status };
    return { shape: 'flat-call', body: call.data };
  }
  return isDoorLog(body) ? doorLog(body) : null;
}

function parseEnvelope(event: z.infer<typeof Envelope>['event']): Parsed | null {
  switch (event.resource_type) {
    case 'call':
      return envelopeCall(event.action, event.data);
    case 'access_log':
    case 'door_release':
      return doorLog(event.data);
    default:
      return null;
  }
}

function envelopeCall(action: string | null, data: unknown): Parsed | null {
  const call = EnvelopeCall.safeParse(data);
  if (!call.success || (call.data.guid === null && call.data.id === null)) return null;
  const { guid, id, status } = call.data;
  if (action === 'create') return { shape: 'envelope-call', body: call.data };
  return status === null ? null : { shape: 'status-update', guid, vendorId: id, status };
}

const isDoorLog = (body: unknown) =>
  z
    .union([
      z.object({ entry_method: z.unknown().refine((method) => method !== undefined) }),
      z.object({ release_status: z.string() }),
    ])
    .safeParse(body).success;

function doorLog(data: unknown): Parsed | null {
  const log = DoorLog.safeParse(data);
  return log.success ? { shape: 'door-log', body: log.data } : null;
}

const places = z.object({
  guid: told(Guid),
  call: told(z.object({ guid: Guid })),
  event: told(z.object({ data: z.object({ guid: Guid }) })),
  data: told(z.object({ guid: told(Guid), attributes: told(z.object({ guid: Guid })) })),
  resource: told(z.object({ guid: Guid })),
});

/** Looks where any known or guessed shape puts the call's guid, and nowhere deeper. */
function findGuid(body: unknown): string | null {
  const found = places.safeParse(body);
  if (!found.success) return null;
  const { guid, call, event, data, resource } = found.data;
  return guid ?? call?.guid ?? event?.data.guid ?? data?.guid ?? data?.attributes?.guid ?? resource?.guid ?? null;
}
