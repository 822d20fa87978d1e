import { z } from 'zod';
import { BackupDone, BackupRequest } from '../admin.ts';
import { Alarm } from '../picture.ts';
import { type OperatorRequests, Refusal } from './request.ts';

/** Alarms, backups, and the demonstration. */
export const upkeepRequests = {
  /** What stands in the way of a sure ring. */
  listAlarms: { method: 'GET', path: '/alarms', replies: { 200: z.array(Alarm) } },
  /** Puts an alarm away; it comes back when its cause does. */
  dismissAlarm: {
    method: 'DELETE',
    path: '/alarms/:id',
    params: z.object({ id: z.string() }),
    replies: { 200: z.object({ dismissed: z.literal(true) }), 404: Refusal },
  },
  /** Copies the journal to a new file of the relay's machine. 403: asked from elsewhere. 409: it could not be done. */
  makeBackup: {
    method: 'POST',
    path: '/backups',
    body: BackupRequest,
    replies: { 200: BackupDone, 403: Refusal, 409: Refusal },
  },
  /** Ends all calls of a demonstration and empties its history. 404: no simulator is at the vendor's address. */
  startOver: {
    method: 'POST',
    path: '/demo/start-over',
    replies: { 200: z.object({ startedOver: z.literal(true) }), 404: Refusal },
  },
} as const satisfies OperatorRequests;
