import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type Server } from 'node:net';

/** A stand-in for ButterflyMX's API, and the settings with which a relay asks it as the called account. */
export type StandInVendor = { readonly env: Readonly<Record<string, string>>; readonly stop: () => void };

/** Takes every request and answers none. */
export const hangingVendor = (): Promise<StandInVendor> =>
  standIn(
    createServer((socket) => {
      socket.resume();
      socket.on('error', () => {});
    }),
  );

/** Knows every call, at the panel of the bench's deliveries, and says at once that it rings; its lists are empty. */
export const answeringVendor = (): Promise<StandInVendor> =>
  standIn(
    createHttpServer((request, response) => {
      const guid = /^\/v3\/me\/calls\/([^/]+)\/status/.exec(request.url ?? '')?.[1];
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(guid === undefined ? { data: [] } : ringing(guid)));
    }),
  );

const ringing = (guid: string) => ({
  data: { id: '1', type: 'call_statuses', attributes: { status: 'initializing', multiple_devices: false } },
  included: [
    {
      id: '482912',
      type: 'calls',
      attributes: { guid, panel_id: 40_217, panel_name: 'North Lobby', provider: 'twilio', status: 'initializing' },
    },
  ],
});

async function standIn(server: Server): Promise<StandInVendor> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('A stand-in vendor has no port.');
  return {
    env: {
      VESTIBULE_BUTTERFLYMX_API_URL: `http://127.0.0.1:${bound.port}`,
      VESTIBULE_BUTTERFLYMX_TOKEN: 'the-called-account',
    },
    stop: () => void server.close(),
  };
}
