/** The part of ButterflyMX's v3 API that a relay needs for a call: same paths, same shapes, a bearer on everything. */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { type Calls, type SimulatedCall, token } from './calls.ts';

export type VendorApiParts = { readonly calls: Calls; readonly bearer: string; readonly imageOrigin: () => string };

const notices = z.enum(['is_active', 'call_accepted', 'toggle_camera', 'open_door', 'call_ended']);

const Notification = z.object({ data: z.object({ attributes: z.object({ call_guid: z.string() }) }) });

const unauthorized = { errors: [{ code: 'unauthorized', messages: 'The access token is invalid.' }] };
const notFound = { errors: [{ code: 'not_found', message: 'There is no such resource.' }] };
const tooLate = {
  errors: [{ field: 'call', code: 'invalid', message: 'The call is over, or no longer initializing.' }],
};

export function vendorApi(app: FastifyInstance, { calls, bearer, imageOrigin }: VendorApiParts): void {
  app.addHook('onRequest', async (request, reply) => {
    if (request.url.startsWith('/v3/') && request.headers.authorization !== `Bearer ${bearer}`)
      return reply.code(401).send(unauthorized);
  });
  app.get('/v3/me/calls', async () => ({ data: calls.list().slice(0, 25).map(listed) }));
  app.get<{ Params: { guid: string } }>('/v3/me/calls/:guid/status', async ({ params }, reply) => {
    const call = calls.find(params.guid);
    return call === null ? reply.code(404).send(notFound) : statusOf(call, imageOrigin());
  });
  app.post<{ Params: { guid: string } }>('/v3/me/calls/:guid/token', async ({ params }, reply) => {
    const call = calls.find(params.guid);
    if (call === null) return reply.code(404).send(notFound);
    if (call.over || !(call.status === 'initializing' || call.active)) return reply.code(422).send(tooLate);
    const seat = token();
    calls.change(call.guid, { seatTokens: [...call.seatTokens, seat] });
    return { tokens: { simulator: seat } };
  });
  app.post<{ Params: { notice: string } }>('/v3/notifications/:notice', async ({ params, body }, reply) => {
    const notice = notices.safeParse(params.notice);
    const asked = Notification.safeParse(body);
    const call = asked.success ? calls.find(asked.data.data.attributes.call_guid) : null;
    if (!notice.success || call === null) return reply.code(404).send(notFound);
    if (!notify(calls, call, notice.data)) return reply.code(422).send(tooLate);
    return reply.code(204).send();
  });
}

/** False when the call is over and the notice came too late. */
function notify(calls: Calls, call: SimulatedCall, notice: z.infer<typeof notices>): boolean {
  if (call.over) return notice === 'call_ended';
  switch (notice) {
    case 'is_active':
      if (call.status === 'initializing') calls.change(call.guid, { active: true, status: 'connecting_sip' });
      return true;
    case 'call_accepted':
      calls.change(call.guid, { accepted: true });
      return true;
    case 'toggle_camera':
      return true;
    case 'open_door':
      calls.change(call.guid, { status: 'opened_door', active: true, doorOpened: call.doorOpened + 1 });
      return true;
    case 'call_ended':
      calls.change(call.guid, { over: true, ...(call.active ? {} : { status: 'rejected' as const }) });
      return true;
  }
}

function attributesOf(call: SimulatedCall) {
  return {
    guid: call.guid,
    call_type: 'mobile',
    notification_type: 'visitor',
    logged_at: call.placedAt,
    status: call.status,
    display_status: call.status.replaceAll('_', ' '),
  };
}

const listed = (call: SimulatedCall) => ({
  id: String(call.number),
  type: 'calls',
  attributes: attributesOf(call),
  relationships: { panel: { data: { id: String(call.panel.id), type: 'panels' } } },
});

function statusOf(call: SimulatedCall, imageOrigin: string) {
  const image = `${imageOrigin}/cache/${call.picture.name}`;
  return {
    data: {
      id: '1',
      type: 'call_statuses',
      attributes: { status: call.status, multiple_devices: false, created_at: call.placedAt },
    },
    included: [
      {
        id: String(call.number),
        type: 'calls',
        attributes: {
          ...attributesOf(call),
          thumb_url: image,
          medium_url: image,
          created_at: call.placedAt,
          panel_name: call.panel.name,
          panel_id: call.panel.id,
          provider: 'simulator',
        },
      },
    ],
  };
}
