/** v3's calls of the signed-in account: list, status, media token, and the five notices (SDK's sources). */
import { createHmac, randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { notFound, tooLate } from '../../http/refusals.ts';
import { inV3List, statusInV3 } from '../../world/callShapes.ts';
import { type Calls, type SimulatedCall, token } from '../../world/calls.ts';
import type { Doors } from '../../world/doors.ts';
import { type Caller, isCalled } from '../../world/people.ts';

export type V3CallParts = { readonly calls: Calls; readonly doors: Doors; readonly imageOrigin: () => string };

const notices = z.enum(['is_active', 'call_accepted', 'toggle_camera', 'open_door', 'call_ended']);

/** Both known forms: `panel_id` as the SDK sends it, `source_id` as the Android app does. The guid alone decides. */
const Notification = z.object({ data: z.object({ attributes: z.object({ call_guid: z.string() }) }) });

const mostListed = 25;

export function v3Calls(app: FastifyInstance, { calls, doors, imageOrigin }: V3CallParts): void {
  const own = (guid: string, caller: Caller) => {
    const call = calls.find(guid);
    return call !== null && isCalled(caller, call.party) ? call : null;
  };

  app.get('/v3/me/calls', async ({ caller }) => ({
    data: calls
      .list()
      .filter(({ party }) => isCalled(caller, party))
      .slice(0, mostListed)
      .map(inV3List),
  }));
  app.get<{ Params: { guid: string } }>('/v3/me/calls/:guid/status', async ({ params, caller }, reply) => {
    const call = own(params.guid, caller);
    return call === null ? reply.code(404).send(notFound) : statusInV3(call, imageOrigin());
  });
  app.post<{ Params: { guid: string } }>('/v3/me/calls/:guid/token', async ({ params, caller }, reply) => {
    const call = own(params.guid, caller);
    if (call === null) return reply.code(404).send(notFound);
    if (call.over || call.elsewhere || !(call.status === 'initializing' || call.active))
      return reply.code(422).send(tooLate);
    const tokens = tokensFor(call);
    calls.change(call.guid, { seatTokens: [...call.seatTokens, ...Object.values(tokens)] });
    return { tokens };
  });
  app.post<{ Params: { notice: string } }>('/v3/notifications/:notice', async ({ params, body, caller }, reply) => {
    const notice = notices.safeParse(params.notice);
    const asked = Notification.safeParse(body);
    const call = asked.success ? own(asked.data.data.attributes.call_guid, caller) : null;
    if (!notice.success || call === null) return reply.code(404).send(notFound);
    return notify({ calls, doors }, call, notice.data) ? reply.code(204).send() : reply.code(422).send(tooLate);
  });
}

/** The key is the provider's name; none for a provider that takes no token (`internal`) or is not told. */
function tokensFor({ provider, guid }: SimulatedCall): Readonly<Record<string, string>> {
  if (provider === null || provider === 'internal') return {};
  return { [provider]: provider === 'twilio' ? twilioLike(guid) : token() };
}

/** Shaped as a Twilio access token for the room that the guid names; it is good nowhere but in the simulator's rooms. */
function twilioLike(guid: string): string {
  const part = (content: unknown) => Buffer.from(JSON.stringify(content)).toString('base64url');
  const now = Math.floor(Date.now() / 1_000);
  const unsigned = `${part({ typ: 'JWT', alg: 'HS256', cty: 'twilio-fpa;v=1' })}.${part({
    jti: randomBytes(8).toString('hex'),
    exp: now + 3_600,
    grants: { identity: 'simulated', video: { room: guid } },
  })}`;
  return `${unsigned}.${createHmac('sha256', randomBytes(32)).update(unsigned).digest('base64url')}`;
}

/** False when the call is over and the notice came too late. */
function notify(
  { calls, doors }: Pick<V3CallParts, 'calls' | 'doors'>,
  call: SimulatedCall,
  notice: z.infer<typeof notices>,
): boolean {
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
      doors.openFrom(call);
      return true;
    case 'call_ended':
      calls.change(call.guid, { over: true, ...(call.active ? {} : { status: 'rejected' }) });
      return true;
  }
}
