/**
 * What the simulator takes ButterflyMX to do, fact by fact, so that a difference found on a real account is corrected in one place.
 * `docs/simulator.md` shows this list, and a test compares the two.
 */

import { type Fact, fact } from './fact.ts';

export const facts: readonly Fact[] = [
  fact(
    'live',
    '1.1, 1.2',
    'world/callShapes.ts',
    'A `call` `create` is delivered flat, with `guid` on top and no number, time, status or building.',
  ),
  fact(
    'guess',
    '1.2, 5.1',
    'world/callShapes.ts',
    'A call to the attendants is delivered flat too, with `user` and `unit` null and `recipient` `{id: null, type: "Attendant"}`.',
  ),
  fact(
    'official',
    '1.3',
    'webhooks/deliveries.ts',
    'A `status_update` is delivered as `call.guid` and a `status` on top, where it is bound.',
  ),
  fact('guess', '1.3', 'webhooks/integrations.ts', 'v4 accepts a binding of `status_update`, as v3 does in the SDK.'),
  fact(
    'official',
    '1.5',
    'webhooks/deliveries.ts',
    'A door log is delivered in the documented envelope with seven fields, under the name that was bound: `access_log` or `door_release`.',
  ),
  fact('official', '1.7', 'webhooks/webhooks.ts', 'Anything but a 200 within 5 s is sent again.'),
  fact(
    'guess',
    '1.7',
    'webhooks/webhooks.ts',
    'It is sent again after 1, 2, 4, 8 and then every 16 s, for two minutes, and then is gone; deliveries of one call go in their order.',
  ),
  fact('live', '1.8', 'control/panelApi.ts', 'A picture is public, and a request for it with a bearer fails with 400.'),
  fact(
    'official',
    '1.4',
    'api/v3/calls.ts',
    '`is_active` makes `connecting_sip`, `open_door` makes `opened_door`, `call_ended` before an answer makes `rejected`.',
  ),
  fact(
    'official',
    '1.4',
    'main.ts',
    'A visitor who leaves before an answer makes `canceled`; nobody answering makes `timeout_online_signal`.',
  ),
  fact('reverse-engineered', '3.4', 'main.ts', 'A panel calls for 40 s.'),
  fact('guess', '3.4', 'main.ts', 'A panel that hangs up after the answer changes no status; the room closes.'),
  fact(
    'guess',
    '3.4',
    'api/v3/calls.ts',
    'The call goes on after the door was opened from it, until somebody ends it.',
  ),
  fact('official', '2.1', 'oauth/routes.ts', '`/api/mobile/regions` answers `{"regions": ["na"]}`.'),
  fact(
    'official',
    '2.2',
    'oauth/routes.ts',
    'Authorization code by redirect, or out of band with the code shown; PKCE S256, or a client secret.',
  ),
  fact(
    'live',
    '2.2',
    'oauth/clients.ts',
    'A client id with PKCE is enough; a secret is optional, but a wrong one is `invalid_client`.',
  ),
  fact('live', '2.2', 'oauth/grants.ts', 'A refresh token rotates; one that was used is `invalid_grant`.'),
  fact(
    'guess',
    '2.2',
    'oauth/grants.ts',
    'A refresh leaves the earlier access token good until its time is over; a code is good for ten minutes.',
  ),
  fact('probe', '2.2', 'oauth/routes.ts', 'The accounts server has a revoke endpoint, `/oauth/revoke`.'),
  fact(
    'guess',
    '2.2',
    'oauth/grants.ts',
    'It does as RFC 7009 says: either token takes back all that came of its sign-in; an unknown one is answered 200 too.',
  ),
  fact('official', '2.2', 'main.ts', 'An access token is good for 86400 s.'),
  fact(
    'official',
    '2.2',
    'world/people.ts',
    'Building-level resources want a building administrator, tenant-level ones the tenant.',
  ),
  fact(
    'guess',
    '2.2',
    'api/integrationRoutes.ts',
    'Whoever has no say over a building or a tenant is answered 404, for no 403 is documented.',
  ),
  fact(
    'official',
    '2.3',
    'http/refusals.ts',
    'Errors are `{errors: [{field, code, message}]}`; a 401 spells it `messages`.',
  ),
  fact('live', '2.3', 'oauth/bearer.ts', 'Answers carry `x-request-id`, and no limits.'),
  fact(
    'official',
    '2.3',
    'api/v4/paging.ts',
    'Lists take `page` and `per` (1 to 100) and tell `page_info`; `next_page` is null at the end.',
  ),
  fact(
    'guess',
    '2.3',
    'api/v4/paging.ts',
    'Without `per` a page has 50, newest first; a `page` or `per` that cannot be read is as if it were not said.',
  ),
  fact(
    'live',
    '2.3',
    'api/v4/filters.ts',
    'A filter whose value cannot be read is not refused: the list comes unfiltered. Times are read as `YYYY-MM-DD HH:MM:SS UTC`.',
  ),
  fact('live', '2.3, 3.3', 'webhooks/bodies.ts', 'v3 takes JSON, JSON:API and forms with nested keys.'),
  fact(
    'official',
    '2.4',
    'api/integrationRoutes.ts',
    'Creating a registration answers 200, deleting one 204; v3 answers `config` for `configuration`, and its id as text.',
  ),
  fact(
    'guess',
    '2.4',
    'api/integrationRoutes.ts',
    'v4 answers a registration as id, integrator, configuration and bindings; only `data.id` is known.',
  ),
  fact(
    'official',
    '2.4',
    'webhooks/integrations.ts',
    'A registration has `integrator`, `configuration` and `bindings`, all required, and no key beside `data`.',
  ),
  fact(
    'guess',
    '2.4',
    'webhooks/integrations.ts',
    'A faulty registration is refused with 422, one error a field; two equal ones are two entries; a `resource_id` is kept and narrows nothing.',
  ),
  fact(
    'official',
    '2.4',
    'webhooks/integrations.ts',
    'A building’s registration hears of every call and release in it, a tenant’s only of its own.',
  ),
  fact(
    'guess',
    '2.4',
    'webhooks/deliveries.ts',
    'A call to the attendants is no tenant’s: only the building’s registrations hear of it.',
  ),
  fact(
    'official',
    '2.5',
    'api/v4/resources.ts',
    'Calls, door logs, doors, devices and tenants have the fields of the OpenAPI document.',
  ),
  fact(
    'live',
    '2.5',
    'api/v4/resources.ts',
    'A tenant sees only its own calls and door logs, an administrator the whole building’s.',
  ),
  fact(
    'guess',
    '2.5',
    'api/v4/resources.ts',
    '`schedules` of a door is an empty list; nothing but its purpose is known.',
  ),
  fact(
    'live',
    '2.6',
    'world/directory.ts',
    'A delivery numbers panel and user otherwise than v4 numbers device and tenant; only the unit’s number agrees.',
  ),
  fact('live', '2.6', 'world/callShapes.ts', '`GET /v3/me/calls` has number and guid together; v4 has no guid.'),
  fact(
    'guess',
    '3.7',
    'world/people.ts',
    'A call belongs to the account that was called, and an attendant’s to the front desk’s. Its status, its media token and its notices are answered 404 to every other account, an administrator’s among them, as if there were no such call.',
  ),
  fact('guess', '3.7', 'api/v3/calls.ts', '`GET /v3/me/calls` tells an account the newest 25 of its own calls.'),
  fact(
    'official',
    '3.3',
    'api/v3/calls.ts',
    'A media token is given while the call is `initializing`, or to the account that answered; its key is the provider’s name.',
  ),
  fact(
    'guess',
    '3.3',
    'api/v3/calls.ts',
    'A token or a notice that comes too late is refused with 422; `internal` and an untold provider give no token.',
  ),
  fact(
    'live',
    '3.3',
    'api/v3/calls.ts',
    'A notice names the panel as `panel_id` or `source_id`, and is answered 204; the guid alone decides.',
  ),
  fact(
    'official',
    '3.3',
    'api/v3/me.ts',
    '`/v3/me?include=…` tells tenants, building with `open_door_button_enabled`, panels, devices and unit.',
  ),
  fact(
    'guess',
    '3.3',
    'api/v3/me.ts',
    'The number of `/v3/me` is the user’s number of deliveries; the attributes beside the SDK’s are our own.',
  ),
  fact(
    'official',
    '4',
    'api/v4/doorRelease.ts',
    'A release names a tenant and exactly one of `access_point_id` and `device_id`; 201 says accepted. A device opens all of its doors.',
  ),
  fact(
    'official',
    '4',
    'api/v4/resources.ts',
    'A tenant may open its own doors, an administrator all doors of its buildings; the log names the tenant.',
  ),
  fact('live', '3.4, 4', 'world/doors.ts', 'A release outside the call does not tell the panel: it goes on dialling.'),
  fact(
    'official',
    '1.5, 4',
    'world/doors.ts',
    'The log says `API` for a release, `App call` for a door opened from a call, `Swipe to open` for the app’s button.',
  ),
  fact('guess', '4', 'world/accessLogs.ts', 'The log entry is there, and delivered, at the moment of the release.'),
  fact('live', '2.5', 'api/v4/keychains.ts', 'A custom keychain without recipients has no key.'),
];

/** The list as rows of a table in Markdown. */
export const factsTable = () =>
  [
    '| fact | source | certainty | behaves so in |',
    '| --- | --- | --- | --- |',
    ...facts.map(
      ({ fact: said, section, certainty, where }) => `| ${said} | §${section} | ${certainty} | \`${where}\` |`,
    ),
  ].join('\n');
