import { closeMicrophone, type Microphone } from './microphone.ts';

/** How the microphone of a conversation stands. `silenced`: open, but switched off on the headset or in the system. */
export type MicrophoneState = Microphone['kind'] | 'silenced';

/** What the system tells of one open microphone. */
export type MicrophoneWatch = {
  readonly gone: () => void;
  readonly silenced: (silenced: boolean) => void;
};

export type LiveMicrophoneParts = {
  readonly open: () => Promise<Microphone>;
  readonly follow: (stream: MediaStream, watch: MicrophoneWatch) => () => void;
  /** Calls back when the system's devices change, until it is told to stop. */
  readonly followDevices: (changed: () => void) => () => void;
  /** `switchedTo` names the microphone that took the place of one that went away. */
  readonly changed: (state: MicrophoneState, switchedTo: string | null) => void;
  /** Another microphone, or none, for the session. */
  readonly replaced: (stream: MediaStream | null) => void;
};

/** The microphone of one conversation: opened, followed, replaced when it goes away or another is wanted, and always freed. */
export type LiveMicrophone = {
  readonly open: () => Promise<MediaStream | null>;
  readonly state: () => MicrophoneState;
  /** Opens anew, after somebody has chosen another. */
  readonly reopen: () => Promise<void>;
  readonly free: () => void;
};

export function makeLiveMicrophone({
  open,
  follow,
  followDevices,
  changed,
  replaced,
}: LiveMicrophoneParts): LiveMicrophone {
  let stream: MediaStream | null = null;
  let state: MicrophoneState = 'missing';
  let isFreed = false;
  let hasAsked = false;
  let opening = 0;
  let unfollow = () => {};
  const stopDevices = followDevices(() => {
    if (!isFreed && hasAsked && state === 'missing') void again(null);
  });

  function take(microphone: Microphone): MediaStream | null {
    if (isFreed) {
      if (microphone.kind === 'open') closeMicrophone(microphone.stream);
      return null;
    }
    hasAsked = true;
    unfollow();
    if (stream !== null) closeMicrophone(stream);
    state = microphone.kind;
    stream = microphone.kind === 'open' ? microphone.stream : null;
    unfollow =
      stream === null
        ? () => {}
        : follow(stream, {
            gone: () => void again('gone'),
            silenced: (silenced) => tell(silenced ? 'silenced' : 'open', null),
          });
    return stream;
  }
  function tell(next: MicrophoneState, switchedTo: string | null): void {
    state = next;
    changed(next, switchedTo);
  }

  async function again(why: 'gone' | null): Promise<void> {
    const mine = ++opening;
    const microphone = await open();
    if (isFreed || mine !== opening) {
      if (microphone.kind === 'open') closeMicrophone(microphone.stream);
      return;
    }
    const next = take(microphone);
    replaced(next);
    tell(state, why === 'gone' ? (next?.getAudioTracks()[0]?.label ?? null) : null);
  }

  return {
    open: async () => take(await open()),
    state: () => state,
    reopen: () => again(null),
    free: () => {
      isFreed = true;
      unfollow();
      stopDevices();
      if (stream !== null) closeMicrophone(stream);
      stream = null;
    },
  };
}

/** The browser's own news of an open microphone: `ended` is never told of a track that we stopped ourselves. */
export function followStream(stream: MediaStream, { gone, silenced }: MicrophoneWatch): () => void {
  const [track] = stream.getAudioTracks();
  if (track === undefined) return () => {};
  const mute = () => silenced(true);
  const unmute = () => silenced(false);
  track.addEventListener('ended', gone);
  track.addEventListener('mute', mute);
  track.addEventListener('unmute', unmute);
  return () => {
    track.removeEventListener('ended', gone);
    track.removeEventListener('mute', mute);
    track.removeEventListener('unmute', unmute);
  };
}

export function followDevices(changed: () => void): () => void {
  navigator.mediaDevices.addEventListener('devicechange', changed);
  return () => navigator.mediaDevices.removeEventListener('devicechange', changed);
}
