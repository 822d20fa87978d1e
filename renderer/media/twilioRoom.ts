/** What is used of `twilio-video` (2.36.0, its own `tsdef`), so that a double of it can be written; the library's `connect` is one of these. */

/**
 * One picture of another's. Switching it asks Twilio's media server to send it or not; it throws unless switching was asked for as `manual`.
 * In a room without a media server (peer to peer) the picture comes all the same.
 */
export type TwilioPicture = {
  readonly kind: 'video';
  readonly mediaStreamTrack: MediaStreamTrack;
  switchOn(): unknown;
  switchOff(): unknown;
};

export type TwilioTrack =
  | TwilioPicture
  | { readonly kind: 'audio'; readonly mediaStreamTrack: MediaStreamTrack }
  | { readonly kind: 'data' };

export type TwilioParticipant = {
  readonly sid: string;
  readonly tracks: ReadonlyMap<string, TwilioPublication>;
};

/** What somebody sends; its track is null until it was subscribed to. */
export type TwilioPublication = { readonly kind: TwilioTrack['kind']; readonly track: TwilioTrack | null };

/** The library marks a switched track toward the others too, which setting `enabled` on the bare track would not. */
export type TwilioLocalTrack = { readonly enable: (enabled?: boolean) => unknown };

export type TwilioLocalParticipant = {
  readonly audioTracks: ReadonlyMap<string, { readonly track: TwilioLocalTrack }>;
  publishTrack(track: MediaStreamTrack): Promise<unknown>;
  unpublishTrack(track: MediaStreamTrack): unknown;
  on(event: 'trackPublicationFailed', heard: () => void): unknown;
  /** From 0 (broken) over 1 (very bad) to 5 (excellent). */
  on(event: 'networkQualityLevelChanged', heard: (level: number) => void): unknown;
};

export type TwilioRoom = {
  readonly participants: ReadonlyMap<string, TwilioParticipant>;
  readonly localParticipant: TwilioLocalParticipant;
  disconnect(): unknown;
  on(
    event: 'participantConnected' | 'participantDisconnected' | 'participantReconnecting' | 'participantReconnected',
    heard: (participant: TwilioParticipant) => void,
  ): unknown;
  on(
    event: 'trackSubscribed' | 'trackUnsubscribed',
    heard: (track: TwilioTrack, publication: unknown, participant: TwilioParticipant) => void,
  ): unknown;
  /** One of another's tracks cannot be had here, such as for want of a codec; no `trackSubscribed` follows for it. */
  on(
    event: 'trackSubscriptionFailed',
    heard: (error: unknown, publication: TwilioPublication, participant: TwilioParticipant) => void,
  ): unknown;
  on(event: 'reconnecting' | 'reconnected', heard: () => void): unknown;
  /** With an error when it was not our own doing. */
  on(event: 'disconnected', heard: (room: unknown, error?: unknown) => void): unknown;
};

export type TwilioOptions = {
  readonly name: string;
  readonly tracks: MediaStreamTrack[];
  readonly networkQuality: { readonly local: 1; readonly remote: 0 };
  /**
   * We switch pictures on and off by hand; left to itself the library would switch off each one that it has not attached to an element of
   * its own, and the server those for which the line is too thin.
   */
  readonly bandwidthProfile: {
    readonly video: {
      readonly clientTrackSwitchOffControl: 'manual';
      readonly contentPreferencesMode: 'manual';
      readonly trackSwitchOffMode: 'disabled';
    };
  };
  /** Twilio's own telemetry, to a server of its own. */
  readonly insights: false;
};

export type TwilioConnect = (
  token: string,
  options: TwilioOptions,
) => Promise<TwilioRoom> & { readonly cancel: () => void };
