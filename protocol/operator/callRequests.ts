import { z } from 'zod';
import { CallLine, Timeline } from '../admin.ts';
import { CallId, SiteId } from '../call.ts';
import { type OperatorRequests, Refusal } from './request.ts';

const ofCall = z.object({ id: CallId });

/** Calls of a site, or of all, since an instant or a day (ISO 8601): the newest `limit` of them. */
const CallsQuery = z.object({
  site: SiteId.optional(),
  since: z
    .union([z.iso.datetime({ offset: true }), z.iso.date()], 'a time such as 2026-11-24 or 2026-11-24T07:00:00Z')
    .optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(50),
});

/** What became of calls. */
export const callRequests = {
  /** Lists calls, newest first. */
  listCalls: { method: 'GET', path: '/calls', querystring: CallsQuery, replies: { 200: z.array(CallLine) } },
  /** One call with its timeline. */
  showCall: { method: 'GET', path: '/calls/:id', params: ofCall, replies: { 200: Timeline, 404: Refusal } },
  /** Why a call did, or did not, ring. The same answer, under the name that tells what it is. */
  explainCall: { method: 'GET', path: '/calls/:id/timeline', params: ofCall, replies: { 200: Timeline, 404: Refusal } },
} as const satisfies OperatorRequests;
