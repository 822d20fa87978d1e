import { z } from 'zod';
import { err, ok, type Result } from '../../protocol/result.ts';
import { DoorLog } from '../doors/doorLog.ts';
import { Guid, isCallStatus, told } from '../vendor/values.ts';
import { CallRecord, isBare } from './callRecord.ts';
import { hasDoorFields, isDoorLog } from './doorSigns.ts';
import { begins, type Label, labelOf, opened } from './label.ts';

/** A body of a known shape, tagged with which. `isUnclear`: it has signs of a call and of a door's log. */
export type Parsed =
  | { readonly shape: 'flat-call' | 'envelope-call'; readonly body: CallRecord; readonly isUnclear: boolean }
  | {
      readonly shape: 'flat-status' | 'envelope-status';
      readonly body: CallRecord;
      readonly status: string;
      readonly isUnclear: boolean;
    }
  | { readonly shape: 'door-log'; readonly body: DoorLog };

/** JSON of no known shape. The guid, where one could be found, lets it ring all the same, and so does a body that says that a call begins. */
export type Unreadable = { readonly kind: 'unreadable'; readonly guid: string | null; readonly saysCall: boolean };

/** Recognises a delivery by its fields. Never throws; unknown fields are dropped and never passed on. */
export function parse(body: unknown): Result<Parsed, Unreadable> {
  const label = labelOf(body);
  const parsed = label === null ? parseUnlabelled(body) : parseLabelled(label);
  if (parsed !== null) return ok(parsed);
  if (label?.resource === 'door-log') return err({ kind: 'unreadable', guid: null, saysCall: false });
  const saysCall = label?.resource === 'call' && begins(label.action);
  return err({ kind: 'unreadable', guid: findGuid(body), saysCall });
}

function parseLabelled({ resource, action, data }: Label): Parsed | null {
  switch (resource) {
    case 'call':
      return labelledCall(action, data);
    case 'door-log':
      return doorLog(data);
    case null:
      return null;
  }
}

/** A call that begins and of which anything can be read rings with that, also where nothing names it. */
function labelledCall(action: string | null, data: unknown): Parsed | null {
  const body = CallRecord.safeParse(data).data;
  if (body === undefined) return null;
  const isUnclear = hasDoorFields(data);
  const isNamed = body.guid !== null || body.id !== null;
  if (begins(action) && (action !== null || body.status === null))
    return isNamed || !isBare(body) ? { shape: 'envelope-call', body, isUnclear } : null;
  if (body.status === null || !isNamed) return null;
  return { shape: 'envelope-status', body, status: body.status, isUnclear };
}

function parseUnlabelled(body: unknown): Parsed | null {
  const isUnclear = hasDoorFields(body);
  const nested = hasCall(body) ? Nested.safeParse(body).data : undefined;
  if (nested?.call && nested.call.guid !== null) {
    const call = { ...nested.call, status: nested.status ?? nested.call.status };
    return flat(call, { isUnclear, isStatus: call.status !== null });
  }
  const record = CallRecord.safeParse(body).data;
  if (record === undefined) return null;
  if (isDoorLog(body, record)) return doorLog(body);
  if (record.guid === null) return listed(record, isUnclear);
  return flat({ ...record, id: null }, { isUnclear, isStatus: record.status !== null && isBare(record) });
}

/** A schema that cannot fit is not tried: it costs more than all the rest of a delivery. */
const hasCall = (body: unknown) => typeof body === 'object' && body !== null && 'call' in body;

/** As the official demo receiver reads a status: the guid inside `call`, the status on top. */
const Nested = z.object({ call: z.preprocess(opened, told(CallRecord)), status: CallRecord.shape.status });

/** As production delivers it: no envelope, the guid on top (live capture). A number beside that is not known to be the call's. */
function flat(body: CallRecord, { isUnclear, isStatus }: { isUnclear: boolean; isStatus: boolean }): Parsed {
  const { status } = body;
  if (isStatus && status !== null) return { shape: 'flat-status', body, status, isUnclear };
  return { shape: 'flat-call', body, isUnclear };
}

/** As v4 lists it, by its number, without a word of what became of it but its status. */
function listed(body: CallRecord, isUnclear: boolean): Parsed | null {
  if (body.id === null || isBare(body) || body.status === null || !isCallStatus(body.status)) return null;
  return { shape: 'envelope-status', body, status: body.status, isUnclear };
}

function doorLog(data: unknown): Parsed | null {
  const log = DoorLog.safeParse(data);
  return log.success ? { shape: 'door-log', body: log.data } : null;
}

const Named = z.object({ guid: told(Guid) });
const Places = z.object({
  guid: told(Guid),
  call: told(Named),
  event: told(z.object({ data: told(Named) })),
  data: told(z.object({ guid: told(Guid), attributes: told(Named) })),
  resource: told(Named),
});

/** Looks where any known or guessed shape puts the call's guid, and nowhere deeper. */
function findGuid(body: unknown): string | null {
  const found = Places.safeParse(body).data;
  if (found === undefined) return null;
  const { guid, call, event, data, resource } = found;
  return guid ?? call?.guid ?? event?.data?.guid ?? data?.guid ?? data?.attributes?.guid ?? resource?.guid ?? null;
}
