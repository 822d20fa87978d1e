import { EventEmitter } from 'node:events';
import type {
  TwilioConnect,
  TwilioLocalParticipant,
  TwilioLocalTrack,
  TwilioOptions,
  TwilioParticipant,
  TwilioPicture,
  TwilioPublication,
  TwilioRoom,
} from '../../renderer/media/twilioRoom.ts';

/** Twilio's errors carry a number. */
export class TwilioErrorDouble extends Error {
  readonly code: number;
  constructor(code: number) {
    super(`Twilio error ${code}`);
    this.code = code;
  }
}

class LocalTrackDouble implements TwilioLocalTrack {
  readonly mediaStreamTrack: MediaStreamTrack;
  constructor(track: MediaStreamTrack) {
    this.mediaStreamTrack = track;
  }
  enable(enabled = true): this {
    this.mediaStreamTrack.enabled = enabled;
    return this;
  }
}

/** A picture of another's; the server stops sending one that is switched off, and here no frame is counted of it. */
class PictureDouble implements TwilioPicture {
  readonly kind = 'video';
  readonly mediaStreamTrack: MediaStreamTrack;
  isSwitchedOff = false;
  private readonly mayBeSwitched: () => boolean;
  constructor(track: MediaStreamTrack, mayBeSwitched: () => boolean) {
    this.mediaStreamTrack = track;
    this.mayBeSwitched = mayBeSwitched;
  }
  switchOn(): this {
    return this.turn(false);
  }
  switchOff(): this {
    return this.turn(true);
  }
  private turn(off: boolean): this {
    if (!this.mayBeSwitched()) throw new Error('Invalid state. clientTrackSwitchOffControl is not "manual".');
    this.isSwitchedOff = off;
    return this;
  }
}

class LocalParticipantDouble extends EventEmitter implements TwilioLocalParticipant {
  readonly audioTracks = new Map<string, { readonly track: LocalTrackDouble }>();
  /** What the others get of us. */
  readonly sent = new MediaStream();
  /** As the server does when a room takes no more tracks. */
  takesTracks = true;

  async publishTrack(track: MediaStreamTrack): Promise<unknown> {
    await Promise.resolve();
    if (!this.takesTracks) {
      const error = new TwilioErrorDouble(53203);
      this.emit('trackPublicationFailed', error, track);
      throw error;
    }
    this.audioTracks.set(track.id, { track: new LocalTrackDouble(track) });
    this.sent.addTrack(track);
    return track;
  }
  unpublishTrack(track: MediaStreamTrack): unknown {
    this.audioTracks.delete(track.id);
    this.sent.removeTrack(track);
    return track;
  }
}

export type ParticipantDouble = TwilioParticipant & {
  readonly tracks: Map<string, TwilioPublication>;
};

export class TwilioRoomDouble extends EventEmitter implements TwilioRoom {
  readonly participants = new Map<string, ParticipantDouble>();
  readonly localParticipant = new LocalParticipantDouble();
  isOver = false;
  isSwitchedByHand = false;

  /** Our own leaving is told as well, without an error. */
  disconnect(): this {
    this.end();
    return this;
  }
  /** The server's doing, or the end of what the library tried to mend. */
  end(code?: number): void {
    if (this.isOver) return;
    this.isOver = true;
    this.emit('disconnected', this, code === undefined ? undefined : new TwilioErrorDouble(code));
    for (const { track } of this.localParticipant.audioTracks.values())
      this.localParticipant.unpublishTrack(track.mediaStreamTrack);
  }
  /** As where the two ends have no codec in common, such as `video`: 53404. The publications stay without a track. */
  readonly unsubscribable = new Set<string>();

  /** Somebody comes; their tracks are subscribed to a moment later, one after the other. */
  async comes(sid: string, tracks: readonly MediaStreamTrack[]): Promise<void> {
    const participant: ParticipantDouble = { sid, tracks: new Map() };
    for (const { id, kind } of tracks)
      participant.tracks.set(id, { kind: kind === 'video' ? 'video' : 'audio', track: null });
    this.participants.set(sid, participant);
    this.emit('participantConnected', participant);
    for (const track of tracks) {
      await Promise.resolve();
      if (this.unsubscribable.has(track.kind)) this.refuse(participant, track.id);
      else this.subscribe(participant, track);
    }
  }
  private refuse(participant: ParticipantDouble, id: string): void {
    const publication = participant.tracks.get(id);
    this.emit('trackSubscriptionFailed', new TwilioErrorDouble(53404), publication, participant);
  }
  subscribe(participant: ParticipantDouble, mediaStreamTrack: MediaStreamTrack): void {
    const track =
      mediaStreamTrack.kind === 'video'
        ? new PictureDouble(mediaStreamTrack, () => this.isSwitchedByHand)
        : ({ kind: 'audio', mediaStreamTrack } as const);
    const publication: TwilioPublication = { kind: track.kind, track };
    participant.tracks.set(mediaStreamTrack.id, publication);
    this.emit('trackSubscribed', publication.track, publication, participant);
  }
  unsubscribe(participant: ParticipantDouble, id: string): void {
    const publication = participant.tracks.get(id);
    if (publication === undefined) return;
    participant.tracks.delete(id);
    this.emit('trackUnsubscribed', publication.track, publication, participant);
  }
  /** Whether the server sends anybody's picture. */
  sendsPictures(): boolean {
    const tracks = [...this.participants.values()].flatMap(({ tracks }) => [...tracks.values()]);
    return tracks.some(({ track }) => track instanceof PictureDouble && !track.isSwitchedOff);
  }
  /** Their tracks go first, then they are out of the map, then it is told. */
  leaves(sid: string): void {
    const participant = this.participants.get(sid);
    if (participant === undefined) return;
    for (const id of [...participant.tracks.keys()]) this.unsubscribe(participant, id);
    this.participants.delete(sid);
    this.emit('participantDisconnected', participant);
  }
}

/** What a connect leads to; `never` is a server that does not answer. */
export type Fate = { readonly kind: 'room' } | { readonly kind: 'error'; readonly code: number } | { kind: 'never' };

/**
 * A stand-in for `connect` of twilio-video 2.36.0, built from its documented events and from the order in which its `lib/room.js` emits them.
 * It proves what we do with what the library says; it proves nothing about Twilio's servers, codecs or networks.
 */
export class TwilioDouble {
  readonly room = new TwilioRoomDouble();
  fate: Fate = { kind: 'room' };
  asked: { readonly token: string; readonly options: TwilioOptions; readonly wasEnabled: readonly boolean[] } | null =
    null;
  wasCancelled = false;

  readonly connect: TwilioConnect = (token, options) => {
    this.asked = { token, options, wasEnabled: options.tracks.map((track) => track.enabled) };
    let refuse: (error: Error) => void = () => {};
    const cancelled = new Promise<never>((_resolve, reject) => {
      refuse = reject;
    });
    const joined = this.join(options);
    return Object.assign(Promise.race([joined, cancelled]), {
      cancel: () => {
        this.wasCancelled = true;
        refuse(new Error('Canceled'));
      },
    });
  };

  private async join(options: TwilioOptions): Promise<TwilioRoom> {
    if (this.fate.kind === 'never') return new Promise(() => {});
    await Promise.resolve();
    this.room.isSwitchedByHand = options.bandwidthProfile.video.clientTrackSwitchOffControl === 'manual';
    if (this.fate.kind === 'error') throw new TwilioErrorDouble(this.fate.code);
    for (const track of options.tracks) await this.room.localParticipant.publishTrack(track);
    return this.room;
  }
}
