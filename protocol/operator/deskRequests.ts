import { z } from 'zod';
import { DeskLine, DeskRequest, InviteLine, InviteRequest, NewDesk, NewInvite } from '../admin.ts';
import { SiteId } from '../call.ts';
import { type OperatorRequests, Refusal } from './request.ts';

const byId = z.object({ id: z.string() });
const Revoked = z.object({ revoked: z.literal(true) });

/** Desks: made with a token at once, or invited by a one-time code that can be taken back. */
export const deskRequests = {
  /** Makes a desk. Its token is in this answer and never in another. */
  createDesk: { method: 'POST', path: '/desks', body: DeskRequest, replies: { 200: NewDesk } },
  /** Lists the desks, and which of them can ring now. */
  listDesks: { method: 'GET', path: '/desks', replies: { 200: z.array(DeskLine) } },
  /** Lets a desk ring at these sites alone; what it holds at others is taken from it. 404: it is not in force. */
  moveDesk: {
    method: 'PUT',
    path: '/desks/:id',
    params: byId,
    body: DeskRequest.pick({ sites: true }),
    replies: { 200: z.object({ sites: z.array(SiteId) }), 404: Refusal },
  },
  /** Cuts a desk off, at once and for good. */
  revokeDesk: { method: 'DELETE', path: '/desks/:id', params: byId, replies: { 200: Revoked, 404: Refusal } },
  /** Makes a one-time code with which a page becomes a desk. */
  createInvite: { method: 'POST', path: '/invites', body: InviteRequest, replies: { 200: NewInvite } },
  /** Lists the codes that can still be used, without the codes. */
  listInvites: { method: 'GET', path: '/invites', replies: { 200: z.array(InviteLine) } },
  /** Takes a code back. 404: it cannot be used any more. */
  revokeInvite: { method: 'DELETE', path: '/invites/:id', params: byId, replies: { 200: Revoked, 404: Refusal } },
} as const satisfies OperatorRequests;
