import type { Grant } from '../../protocol/replies.ts';
import { closeMicrophone } from './microphone.ts';
import type { Joining, MediaSession, SessionEvents } from './session.ts';
import { sessionLife } from './sessionLife.ts';
import { endOfTwilio } from './twilioErrors.ts';
import type {
  TwilioConnect,
  TwilioParticipant,
  TwilioPicture,
  TwilioPublication,
  TwilioRoom,
  TwilioTrack,
} from './twilioRoom.ts';
import { makeUntaken } from './untaken.ts';
import { makeVisitorStream } from './visitorStream.ts';

/** Twilio's levels 0 to 2 of 5 are what a person hears as a bad line. */
const poorUpTo = 2;

/**
 * A session in the Twilio room that carries the call's name. The microphone is published switched off and on once the session stands; there
 * is no camera. The visitor is who shows the first picture: their leaving is the end. A room without anybody counts as connected.
 */
export function joinTwilio(
  { token, room: name }: Grant,
  joining: Joining,
  events: SessionEvents,
  connect: TwilioConnect,
): MediaSession {
  let room: TwilioRoom | null = null;
  let visitor: string | null = null;
  let hadMedia = false;
  let wantsPicture = true;
  const pictures = new Set<TwilioPicture>();
  let { microphone, muted } = joining;
  const stream = makeVisitorStream(events.remote);
  const untaken = makeUntaken(events.lacks);
  const tracks = () => microphone?.getAudioTracks() ?? [];
  for (const track of tracks()) track.enabled = false;
  const connecting = connect(token, {
    name,
    tracks: [...tracks()],
    networkQuality: { local: 1, remote: 0 },
    bandwidthProfile: {
      video: {
        clientTrackSwitchOffControl: 'manual',
        contentPreferencesMode: 'manual',
        trackSwitchOffMode: 'disabled',
      },
    },
    insights: false,
  });
  const life = sessionLife(events, { free, late: () => 'connection-failed' });

  function free(): void {
    if (room === null) connecting.cancel();
    else room.disconnect();
    stream.clear();
    if (microphone !== null) closeMicrophone(microphone);
  }
  function speak(): void {
    for (const { track } of room?.localParticipant.audioTracks.values() ?? []) track.enable(!muted);
  }
  /** Puts our microphone in the place of an earlier one. */
  function publish(earlier: MediaStream | null): void {
    const us = room?.localParticipant;
    for (const track of earlier?.getAudioTracks() ?? []) us?.unpublishTrack(track);
    for (const track of tracks()) {
      track.enabled = life.isConnected() && !muted;
      us?.publishTrack(track).then(speak, () => life.isOver() || events.unheard());
    }
  }
  function take(track: TwilioTrack, participant: TwilioParticipant): void {
    if (track.kind === 'data' || life.isOver()) return;
    hadMedia = true;
    untaken.taken(track.kind);
    if (track.kind === 'video') {
      visitor ??= participant.sid;
      pictures.add(track);
      switchPicture(track);
    }
    stream.add(track.mediaStreamTrack);
  }
  function lose(track: TwilioTrack): void {
    if (track.kind === 'data' || life.isOver()) return;
    if (track.kind === 'video') pictures.delete(track);
    stream.remove(track.mediaStreamTrack);
  }
  /** What fails is told while anything else is there or may come; a room of which nothing can be had ends as its failure. */
  function miss(error: unknown, publication: TwilioPublication): void {
    if (life.isOver()) return;
    untaken.failed(publication);
    const sent = [...(room?.participants.values() ?? [])].flatMap(({ tracks }) => [...tracks.values()]);
    if (!hadMedia && untaken.isAll(sent)) life.end(endOfTwilio(error, 'no-media-yet'));
  }
  function switchPicture(picture: TwilioPicture): void {
    if (wantsPicture) picture.switchOn();
    else picture.switchOff();
  }
  function gone({ sid }: TwilioParticipant): void {
    life.mended(sid);
    if (sid === visitor || room?.participants.size === 0) life.end('visitor-hung-up');
  }

  function enter(joined: TwilioRoom): void {
    if (life.isOver()) return void joined.disconnect();
    room = joined;
    follow(joined);
    if (microphone !== joining.microphone) publish(joining.microphone);
    life.connected();
    speak();
    for (const participant of joined.participants.values())
      for (const { track } of participant.tracks.values()) if (track !== null) take(track, participant);
  }
  function follow(joined: TwilioRoom): void {
    joined.on('trackSubscribed', (track, _publication, participant) => take(track, participant));
    joined.on('trackUnsubscribed', lose);
    joined.on('trackSubscriptionFailed', miss);
    joined.on('participantDisconnected', gone);
    joined.on('participantReconnecting', ({ sid }) => life.interrupted(sid));
    joined.on('participantReconnected', ({ sid }) => life.mended(sid));
    joined.on('reconnecting', () => life.interrupted('we'));
    joined.on('reconnected', () => life.mended('we'));
    joined.on('disconnected', (_room, error) =>
      life.end(error ? endOfTwilio(error, hadMedia ? 'media-flowed' : 'no-media-yet') : 'visitor-hung-up'),
    );
    joined.localParticipant.on('trackPublicationFailed', () => life.isOver() || events.unheard());
    joined.localParticipant.on('networkQualityLevelChanged', (level) =>
      life.quality(level <= poorUpTo ? 'poor' : 'good'),
    );
  }

  connecting.then(enter, (error: unknown) => life.end(endOfTwilio(error, 'joining')));

  return {
    setMuted: (next) => {
      muted = next;
      if (life.isConnected()) speak();
    },
    takeMicrophone: (next) => {
      if (life.isOver()) return void (next && closeMicrophone(next));
      const earlier = microphone;
      microphone = next;
      publish(earlier);
      if (earlier !== null) closeMicrophone(earlier);
    },
    setPicture: (isWanted) => {
      if (life.isOver()) return;
      wantsPicture = isWanted;
      stream.setPicture(isWanted);
      for (const picture of pictures) switchPicture(picture);
    },
    leave: life.leave,
  };
}
