import type { Grant } from '../../protocol/desk.ts';
import { type FromParty, FromRoom } from '../../protocol/room.ts';
import { connectDeadlineMs, type MediaSession, type SessionEnd, type SessionEvents } from './session.ts';

/** A session in the simulator's room: the panel offers, this seat answers. A room without a panel counts as connected, with no picture. */
export function joinSimulated(
  { address, token }: Grant,
  microphone: MediaStream | null,
  events: SessionEvents,
): MediaSession {
  const socket = new WebSocket(address ?? 'ws://127.0.0.1:9');
  let peer: RTCPeerConnection | null = null;
  let isOver = false;
  let isConnected = false;
  const tracks = microphone?.getAudioTracks() ?? [];
  const deadline = setTimeout(() => end('connection-failed'), connectDeadlineMs);

  const say = (message: FromParty) => socket.readyState === WebSocket.OPEN && socket.send(JSON.stringify(message));

  function free(): void {
    isOver = true;
    clearTimeout(deadline);
    peer?.close();
    peer = null;
    socket.close();
    for (const track of tracks) track.stop();
  }
  function end(why: SessionEnd): void {
    if (isOver) return;
    free();
    events.over(why);
  }
  function connected(): void {
    if (isOver || isConnected) return;
    isConnected = true;
    clearTimeout(deadline);
    events.connected();
  }

  async function answer(sdp: string): Promise<void> {
    peer?.close();
    const connection = new RTCPeerConnection({ iceServers: [] });
    peer = connection;
    connection.ontrack = ({ streams }) => events.remote(streams[0] ?? null);
    connection.onicecandidate = ({ candidate }) => {
      if (candidate === null) return;
      say({
        kind: 'candidate',
        candidate: candidate.candidate,
        sdpMid: candidate.sdpMid,
        sdpMLineIndex: candidate.sdpMLineIndex,
      });
    };
    connection.onconnectionstatechange = () => {
      if (connection !== peer) return;
      if (connection.connectionState === 'connected') connected();
      if (connection.connectionState === 'failed') end('connection-failed');
    };
    await connection.setRemoteDescription({ type: 'offer', sdp });
    for (const track of tracks) connection.addTrack(track, new MediaStream([track]));
    await connection.setLocalDescription(await connection.createAnswer());
    const made = connection.localDescription?.sdp;
    if (made !== undefined) say({ kind: 'description', type: 'answer', sdp: made });
  }

  async function hear(message: FromRoom): Promise<void> {
    switch (message.kind) {
      case 'joined':
        if (!message.peer) connected();
        return;
      case 'peer':
        if (!message.present) end('visitor-hung-up');
        return;
      case 'description':
        if (message.type === 'offer') await answer(message.sdp);
        return;
      case 'candidate':
        await peer?.addIceCandidate({
          candidate: message.candidate,
          sdpMid: message.sdpMid,
          sdpMLineIndex: message.sdpMLineIndex,
        });
        return;
      case 'refused':
        end(refusals[message.because]);
    }
  }

  let order = Promise.resolve();
  socket.addEventListener('open', () => say({ kind: 'join', token }));
  socket.addEventListener('close', () => end(isConnected ? 'visitor-hung-up' : 'connection-failed'));
  socket.addEventListener('message', ({ data }) => {
    const message = FromRoom.safeParse(JSON.parse(String(data)));
    if (message.success) order = order.then(() => hear(message.data)).catch(() => end('connection-failed'));
  });

  return {
    setMuted: (muted) => {
      for (const track of tracks) track.enabled = !muted;
    },
    leave: free,
  };
}

const refusals: Readonly<Record<Extract<FromRoom, { kind: 'refused' }>['because'], SessionEnd>> = {
  'bad-token': 'connection-failed',
  'unknown-room': 'connection-failed',
  replaced: 'replaced',
  over: 'visitor-hung-up',
};
