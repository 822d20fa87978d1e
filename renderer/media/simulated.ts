import type { Grant } from '../../protocol/replies.ts';
import { type FromParty, FromRoom } from '../../protocol/room.ts';
import { pollLine } from './linePoll.ts';
import { closeMicrophone } from './microphone.ts';
import type { Joining, MediaSession, SessionEnd, SessionEvents } from './session.ts';
import { sessionLife } from './sessionLife.ts';
import { makeVisitorStream } from './visitorStream.ts';

/** A session in the simulator's room: the panel offers, this seat answers. A room without a panel counts as connected, with no picture. */
export function joinSimulated({ address, token }: Grant, joining: Joining, events: SessionEvents): MediaSession {
  const socket = new WebSocket(address ?? 'ws://127.0.0.1:9');
  let peer: RTCPeerConnection | null = null;
  let { microphone, muted } = joining;
  let hadMedia = false;
  let wantsPicture = true;
  /** The panel hears one stream, whichever microphone feeds it. */
  const voice = new MediaStream();
  let stopPolling = () => {};
  const stream = makeVisitorStream(events.remote);
  const life = sessionLife(events, { free, late: () => (peer === null ? 'connection-failed' : 'no-media-path') });
  const tracks = () => microphone?.getAudioTracks() ?? [];

  const say = (message: FromParty) => socket.readyState === WebSocket.OPEN && socket.send(JSON.stringify(message));
  const speak = () => {
    for (const track of tracks()) track.enabled = life.isConnected() && !muted;
  };
  speak();

  function drop(): void {
    stopPolling();
    peer?.close();
    peer = null;
  }
  function free(): void {
    drop();
    stream.clear();
    socket.close();
    if (microphone !== null) closeMicrophone(microphone);
  }
  function connected(): void {
    life.connected();
    speak();
  }

  function changed(connection: RTCPeerConnection): void {
    if (connection !== peer) return;
    switch (connection.connectionState) {
      case 'connected':
        hadMedia = true;
        connected();
        life.mended('line');
        return;
      case 'disconnected':
        life.interrupted('line');
        return;
      case 'failed':
        life.end(hadMedia ? 'media-lost' : 'no-media-path');
        return;
      case 'new':
      case 'connecting':
      case 'closed':
    }
  }

  async function answer(sdp: string): Promise<void> {
    drop();
    stream.clear();
    const connection = new RTCPeerConnection({ iceServers: [] });
    peer = connection;
    stopPolling = pollLine(connection, life.quality);
    connection.ontrack = ({ track }) => stream.add(track);
    connection.onicecandidate = ({ candidate }) => {
      if (candidate === null) return;
      say({
        kind: 'candidate',
        candidate: candidate.candidate,
        sdpMid: candidate.sdpMid,
        sdpMLineIndex: candidate.sdpMLineIndex,
      });
    };
    connection.onconnectionstatechange = () => changed(connection);
    await connection.setRemoteDescription({ type: 'offer', sdp });
    await send(connection);
    await connection.setLocalDescription(await connection.createAnswer());
    const made = connection.localDescription?.sdp;
    if (made !== undefined) say({ kind: 'description', type: 'answer', sdp: made });
    if (!wantsPicture) say({ kind: 'picture', wanted: false });
  }

  /** Our voice goes into the place that the panel's own voice has; the place is kept without a microphone too, for one that comes later. */
  async function send(connection: RTCPeerConnection): Promise<void> {
    const place = connection.getTransceivers().find(({ receiver }) => receiver.track.kind === 'audio');
    if (place === undefined) return;
    place.direction = 'sendrecv';
    place.sender.setStreams(voice);
    await place.sender.replaceTrack(tracks()[0] ?? null);
  }

  async function hear(message: FromRoom): Promise<void> {
    switch (message.kind) {
      case 'joined':
        if (!message.peer) connected();
        return;
      case 'peer':
        if (!message.present) life.end('visitor-hung-up');
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
      case 'picture':
        return;
      case 'refused':
        life.end(refusals[message.because]);
    }
  }

  let order = Promise.resolve();
  socket.addEventListener('open', () => say({ kind: 'join', token }));
  socket.addEventListener('close', () => life.end(life.isConnected() ? 'visitor-hung-up' : 'service-unreachable'));
  socket.addEventListener('message', ({ data }) => {
    const message = FromRoom.safeParse(JSON.parse(String(data)));
    if (!message.success || life.isOver()) return;
    order = order.then(() => hear(message.data)).catch(() => life.end('connection-failed'));
  });

  return {
    setMuted: (next) => {
      muted = next;
      if (!life.isOver()) speak();
    },
    takeMicrophone: (next) => {
      if (life.isOver()) return void (next && closeMicrophone(next));
      const earlier = microphone;
      microphone = next;
      speak();
      if (peer !== null) void send(peer).catch(() => life.isOver() || events.unheard());
      if (earlier !== null) closeMicrophone(earlier);
    },
    setPicture: (isWanted) => {
      if (life.isOver()) return;
      wantsPicture = isWanted;
      stream.setPicture(isWanted);
      say({ kind: 'picture', wanted: isWanted });
    },
    leave: life.leave,
  };
}

const refusals: Readonly<Record<Extract<FromRoom, { kind: 'refused' }>['because'], SessionEnd>> = {
  'bad-token': 'token-refused',
  'unknown-room': 'room-gone',
  replaced: 'replaced',
  over: 'visitor-hung-up',
};
