/** One call in each form that the vendor gives it: v3, v4, and as a delivery. */
import type { SimulatedCall } from './calls.ts';
import { emailOf } from './directory.ts';
import { vendorTime } from './vendorTime.ts';

export const imageOf = ({ picture }: SimulatedCall, origin: string) => `${origin}/cache/${picture.name}`;

/** `timeout_online_signal` as `Timeout Online Signal` (vector; the vendor's own labels are not known). */
export const labelOf = (status: string) =>
  status
    .split('_')
    .map((word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`)
    .join(' ');

/** v4 numbers recipient and device otherwise than deliveries do; only the unit's number is the same (live account). */
export function inV4(call: SimulatedCall, origin: string) {
  const { party, panel } = call;
  const tenant = party.kind === 'tenant' ? party.tenant : null;
  return {
    id: call.number,
    building_id: call.buildingId,
    logged_at: vendorTime(call.placedAt),
    notification_type: 'visitor',
    recipient: tenant === null ? { id: null, type: 'Attendant' } : { id: tenant.id, type: 'Tenant' },
    unit: tenant === null ? null : { id: tenant.unit.id },
    device: { id: panel.deviceId, name: panel.name },
    status: call.status,
    image_url: imageOf(call, origin),
  };
}

function attributesOf(call: SimulatedCall) {
  return {
    guid: call.guid,
    call_type: 'mobile',
    notification_type: 'visitor',
    logged_at: vendorTime(call.placedAt),
    status: call.status,
    display_status: labelOf(call.status),
  };
}

/** In `GET /v3/me/calls`, which has number and guid together. */
export const inV3List = (call: SimulatedCall) => ({
  id: String(call.number),
  type: 'calls',
  attributes: attributesOf(call),
  relationships: { panel: { data: { id: String(call.panel.id), type: 'panels' } } },
});

/** The answer to `GET /v3/me/calls/{guid}/status` (SDK's models). */
export function statusInV3(call: SimulatedCall, origin: string) {
  const image = imageOf(call, origin);
  const created_at = vendorTime(call.placedAt);
  return {
    data: { id: '1', type: 'call_statuses', attributes: { status: call.status, multiple_devices: false, created_at } },
    included: [
      {
        id: String(call.number),
        type: 'calls',
        attributes: {
          ...attributesOf(call),
          thumb_url: image,
          medium_url: image,
          created_at,
          panel_name: call.panel.name,
          panel_id: call.panel.id,
          provider: call.provider,
        },
      },
    ],
  };
}

/** As production delivers it: no envelope (live capture); for the front desk's attendants the guessed form without user and unit. */
export function flat(call: SimulatedCall, origin: string) {
  const { guid, panel, party, provider } = call;
  const device = { id: panel.id, name: panel.name, sip_username: `panel_${panel.id}` };
  const image_url = imageOf(call, origin);
  if (party.kind === 'attendant') {
    const recipient = { id: null, type: 'Attendant' };
    return { guid, user: null, panel: device, unit: null, provider, source: device, recipient, image_url };
  }
  const { userId, firstName, lastName, unit } = party.tenant;
  const user = {
    id: userId,
    first_name: firstName,
    last_name: lastName,
    sip_username: String(userId),
    email: emailOf(party.tenant),
  };
  return {
    guid,
    user,
    panel: device,
    unit: { id: unit.id, label: unit.label },
    provider,
    source: device,
    image_url,
  };
}
