import { z } from 'zod';
import { joinSimulated } from '../../../renderer/media/simulated.ts';
import { press } from '../../../simulator/panel/call.ts';
import { joinRoom } from '../../../simulator/panel/room.ts';
import type { GrantKind, Stage } from './stage.ts';

const Tokens = z.object({ tokens: z.object({ simulator: z.string() }) });

/** Every connection of this page, the panel's and the seat's. */
const connections: RTCPeerConnection[] = [];
window.RTCPeerConnection = class extends RTCPeerConnection {
  constructor(configuration?: RTCConfiguration) {
    super(configuration);
    connections.push(this);
  }
};

/** A call at the real simulator, whose origin this page has: its rooms, its panel's own code, and WebRTC between the two. */
export async function simulatedStage(bearer: string): Promise<Stage> {
  const placed = await press({ site: 'demo', panel: 40217, unit: null, picture: '' });
  if (placed === null) throw new Error('The simulator did not take the call.');
  const rooms = `${location.origin.replace(/^http/, 'ws')}/rooms`;
  let room: { readonly leave: () => void } | null = null;
  let heard: MediaStream | null = null;
  const grant = async (kind: GrantKind) => {
    const response = await fetch(`/v3/me/calls/${placed.guid}/token`, {
      method: 'POST',
      headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
      body: JSON.stringify({ data: { type: 'token', attributes: { device_uuid: 'a-desk' } } }),
    });
    const { tokens } = Tokens.parse(await response.json());
    return {
      provider: 'simulator',
      room: placed.guid,
      token: kind === 'refused' ? 'nobody’s' : tokens.simulator,
      address: kind === 'silent' ? `${rooms}/silent` : `${rooms}/${kind === 'gone' ? 'no-such-room' : placed.guid}`,
    };
  };
  return {
    grant,
    join: joinSimulated,
    visitorComes: async (media) => {
      room = joinRoom(placed, media, {
        heard: (stream) => {
          heard = stream;
        },
        blocked: () => {},
      });
    },
    visitorLeaves: () => room?.leave(),
    arrives: () => heard,
    sendsPicture: () =>
      connections.some((connection) => connection.getSenders().some(({ track }) => track?.kind === 'video')),
    anotherSeatComes: async () => {
      const events = {
        remote() {},
        connected() {},
        reconnecting() {},
        reconnected() {},
        quality() {},
        unheard() {},
        lacks() {},
      };
      joinSimulated(await grant('good'), { microphone: null, muted: false }, { ...events, over() {} });
    },
    line: () => {},
  };
}
