/** Media rooms `/rooms/<guid>`: two parties, and what WebRTC has to say passed from one to the other. */
import type { Server } from 'node:http';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { FromParty, type FromRoom } from '../../protocol/room.ts';
import { isOwnHost } from '../http/ownOrigin.ts';
import type { Calls } from '../world/calls.ts';

type Room = { panel: WebSocket | null; seat: WebSocket | null };
type Role = keyof Room;

export type RoomParts = {
  readonly calls: Calls;
  /** The panel has left its room: the visitor is gone. */
  readonly panelLeft: (guid: string) => void;
};

const joinDeadlineMs = 5_000;
const largestMessage = 65_536;

export type Rooms = { readonly hasSeat: (guid: string) => boolean; readonly close: () => void };

export function openRooms(http: Server, { calls, panelLeft }: RoomParts): Rooms {
  const rooms = new Map<string, Room>();
  const server = new WebSocketServer({ noServer: true, maxPayload: largestMessage });
  http.on('upgrade', (request, socket, head) => {
    const guid = /^\/rooms\/([\w-]+)$/.exec(request.url ?? '')?.[1];
    if (guid === undefined || !isOwnHost(request.headers.host)) socket.destroy();
    else server.handleUpgrade(request, socket, head, (connection) => welcome(connection, decodeURIComponent(guid)));
  });
  calls.onChange(({ call }) => {
    if (call.over) closeRoom(call.guid);
  });

  function welcome(connection: WebSocket, guid: string): void {
    const deadline = setTimeout(() => connection.close(1008, 'join first'), joinDeadlineMs);
    connection.on('error', () => connection.terminate());
    connection.once('close', () => clearTimeout(deadline));
    connection.once('message', (data) => {
      clearTimeout(deadline);
      const said = read(data);
      if (said?.kind !== 'join') connection.close(1008, 'join first');
      else join(connection, guid, said.token);
    });
  }

  function join(connection: WebSocket, guid: string, token: string): void {
    const role = roleOf(guid, token);
    if (role !== 'panel' && role !== 'seat') {
      refuse(connection, role);
      return;
    }
    const room = rooms.get(guid) ?? { panel: null, seat: null };
    rooms.set(guid, room);
    const earlier = room[role];
    room[role] = connection;
    if (earlier) refuse(earlier, 'replaced');
    const other = role === 'panel' ? room.seat : room.panel;
    say(connection, { kind: 'joined', peer: other !== null });
    if (other) say(other, { kind: 'peer', present: true });
    connection.on('message', (data) => pass(connection, room, role, data));
    connection.on('close', () => leave(connection, guid, room, role));
  }

  function roleOf(guid: string, token: string): Role | 'unknown-room' | 'over' | 'bad-token' {
    const call = calls.find(guid);
    if (call === null) return 'unknown-room';
    if (call.over) return 'over';
    if (token === call.panelToken) return 'panel';
    return call.seatTokens.includes(token) ? 'seat' : 'bad-token';
  }

  function pass(connection: WebSocket, room: Room, role: Role, data: RawData): void {
    const said = read(data);
    const other = role === 'panel' ? room.seat : room.panel;
    if (said === null || said.kind === 'join') connection.close(1008, 'not understood');
    else if (other) say(other, said);
  }

  function leave(connection: WebSocket, guid: string, room: Room, role: Role): void {
    if (room[role] !== connection) return;
    room[role] = null;
    const other = role === 'panel' ? room.seat : room.panel;
    if (other) say(other, { kind: 'peer', present: false });
    if (role === 'panel') panelLeft(guid);
    if (room.panel === null && room.seat === null) rooms.delete(guid);
  }

  function closeRoom(guid: string): void {
    const room = rooms.get(guid);
    if (room === undefined) return;
    rooms.delete(guid);
    for (const role of ['panel', 'seat'] as const) {
      const party = room[role];
      room[role] = null;
      if (party === null) continue;
      say(party, { kind: 'peer', present: false });
      party.close(1000, 'over');
    }
  }

  return {
    hasSeat: (guid) => (rooms.get(guid)?.seat ?? null) !== null,
    close: () => {
      for (const client of server.clients) client.terminate();
      server.close();
    },
  };
}

const say = (party: WebSocket, message: FromRoom) => party.send(JSON.stringify(message));

function refuse(party: WebSocket, because: Extract<FromRoom, { kind: 'refused' }>['because']): void {
  say(party, { kind: 'refused', because });
  party.close(1008, because);
}

function read(data: RawData): FromParty | null {
  try {
    const parsed = FromParty.safeParse(JSON.parse(String(data)));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
