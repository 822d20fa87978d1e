import { type FromParty, FromRoom } from '../../protocol/room.ts';
import type { Placed } from './call.ts';

export type RoomEvents = {
  /** What the front desk sends; null when it has left. */
  readonly heard: (stream: MediaStream | null) => void;
  /** True when a desk is there and nothing gets through to it; false once something does. */
  readonly blocked: (isBlocked: boolean) => void;
};

/** Before the desk gives up, after 8 s. */
const noPathAfterMs = 6_000;

/** The panel's end of the media room: makes an offer, anew, to each seat that joins. */
export function joinRoom(
  { guid, token }: Placed,
  media: MediaStream,
  { heard, blocked }: RoomEvents,
): { readonly leave: () => void } {
  const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/rooms/${guid}`);
  const say = (message: FromParty) => socket.readyState === WebSocket.OPEN && socket.send(JSON.stringify(message));
  let peer: RTCPeerConnection | null = null;
  let late: ReturnType<typeof setTimeout> | undefined;

  async function offer(): Promise<void> {
    drop();
    const connection = new RTCPeerConnection({ iceServers: [] });
    peer = connection;
    late = setTimeout(() => blocked(true), noPathAfterMs);
    connection.onconnectionstatechange = () => {
      const { connectionState } = connection;
      if (connection !== peer || (connectionState !== 'connected' && connectionState !== 'failed')) return;
      clearTimeout(late);
      blocked(connectionState === 'failed');
    };
    for (const track of media.getTracks()) connection.addTrack(track, media);
    connection.ontrack = ({ streams }) => heard(streams[0] ?? null);
    connection.onicecandidate = ({ candidate }) => {
      if (candidate === null) return;
      say({
        kind: 'candidate',
        candidate: candidate.candidate,
        sdpMid: candidate.sdpMid,
        sdpMLineIndex: candidate.sdpMLineIndex,
      });
    };
    await connection.setLocalDescription(await connection.createOffer());
    const sdp = connection.localDescription?.sdp;
    if (sdp !== undefined && peer === connection) say({ kind: 'description', type: 'offer', sdp });
  }

  function drop(): void {
    clearTimeout(late);
    peer?.close();
    peer = null;
    heard(null);
  }

  /** Nothing is sent in the picture's place, and nothing has to be agreed on anew. */
  async function showPicture(isWanted: boolean): Promise<void> {
    const [track] = media.getVideoTracks();
    const place = peer?.getTransceivers().find(({ receiver }) => receiver.track.kind === 'video');
    await place?.sender.replaceTrack(isWanted ? (track ?? null) : null);
  }

  async function hear(message: FromRoom): Promise<void> {
    switch (message.kind) {
      case 'joined':
        if (message.peer) await offer();
        return;
      case 'peer':
        if (message.present) await offer();
        else drop();
        return;
      case 'description':
        await peer?.setRemoteDescription({ type: message.type, sdp: message.sdp });
        return;
      case 'candidate':
        await peer?.addIceCandidate({
          candidate: message.candidate,
          sdpMid: message.sdpMid,
          sdpMLineIndex: message.sdpMLineIndex,
        });
        return;
      case 'picture':
        await showPicture(message.wanted);
        return;
      case 'refused':
        drop();
    }
  }

  socket.addEventListener('open', () => say({ kind: 'join', token }));
  socket.addEventListener('close', drop);
  let order = Promise.resolve();
  socket.addEventListener('message', ({ data }) => {
    const message = FromRoom.safeParse(JSON.parse(String(data)));
    if (message.success) order = order.then(() => hear(message.data)).catch(() => {});
  });
  return {
    leave: () => {
      socket.close();
      drop();
    },
  };
}
