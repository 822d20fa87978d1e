import type { Reading } from '../intake/normalise.ts';

/** What describes a delivery: a section of the vendor's webhook guide. `null`: nobody could read it. */
export function sectionOfDelivery(kind: Reading['kind'] | null): string {
  switch (kind) {
    case 'call':
      return 'Webhooks › call create';
    case 'status':
      return 'Webhooks › call status_update';
    case 'door':
      return 'Webhooks › access_log create';
    case 'unreadable':
    case null:
      return 'Webhooks › not in the guide';
  }
}

/** What describes a request: a step of the call workflow as the vendor's SDK takes it, or a chapter of its API reference. The first that fits. */
const requests: readonly (readonly [RegExp, string])[] = [
  [/^GET \/v3\/me\/calls\/[^/]+\/status$/, 'Call workflow › 1 status'],
  [/^POST \/v3\/me\/calls\/[^/]+\/token$/, 'Call workflow › 2 token'],
  [/^POST \/v3\/notifications\/is_active$/, 'Call workflow › 3 is_active'],
  [/^POST \/v3\/notifications\/call_accepted$/, 'Call workflow › 5 call_accepted'],
  [/^POST \/v3\/notifications\/toggle_camera$/, 'Call workflow › 6 toggle_camera'],
  [/^POST \/v3\/notifications\/open_door$/, 'Call workflow › 7 open_door'],
  [/^POST \/v3\/notifications\/call_ended$/, 'Call workflow › 8 call_ended'],
  [/^GET \/v3\/me\/calls$/, 'Call workflow › calls of the account'],
  [/^POST \/v4\/door_release_requests$/, 'Door release › door_release_requests'],
  [/^GET \/v4\/buildings\/[^/]+\/calls/, 'Access and call logs › calls'],
  [/^GET \/v4\/buildings\/[^/]+\/access_logs/, 'Access and call logs › access_logs'],
];

/** The step that the page takes by itself. */
export const joiningTheRoom = 'Call workflow › 4 join the room';

export const sectionOfRequest = (method: string, path: string): string =>
  requests.find(([form]) => form.test(`${method} ${path}`.replace(/\?.*$/, '')))?.[1] ?? 'API reference';
