import { beepTone, chimeTone, ringTone } from './tones.ts';

/** The page's one voice. Starting the ring waits for nothing; whether it can be heard is told by `onState`. */
export type Ringer = {
  /** Must be called from a click or a key: it unlocks sound. Resolves with whether sound runs. */
  readonly unlock: () => Promise<boolean>;
  readonly setRinging: (ringing: boolean) => void;
  readonly beep: () => void;
  readonly chime: () => void;
  /** Plays the ring once round, for *Play the ring*. */
  readonly tryRing: () => void;
  /** Half as loud for three seconds, while a screen reader speaks. */
  readonly soften: () => void;
  /** Loudness of what is played now, 0 to 1, measured where it leaves the page. */
  readonly energy: () => number;
  /** Of the page's own sound, 0 to 1; null before sound was unlocked. */
  readonly volume: () => number | null;
  readonly chooseSpeaker: (deviceId: string) => Promise<void>;
};

export type RingerState = 'locked' | 'running';

const softSeconds = 3;

export function makeRinger(onState: (state: RingerState) => void): Ringer {
  let parts: Parts | null = null;
  let ringing: AudioBufferSourceNode | null = null;
  let wanted = false;

  function open(): Parts {
    if (parts !== null) return parts;
    const context = new AudioContext({ latencyHint: 'interactive' });
    const level = context.createGain();
    const analyser = context.createAnalyser();
    analyser.fftSize = 1_024;
    level.connect(analyser).connect(context.destination);
    context.addEventListener('statechange', () => onState(context.state === 'running' ? 'running' : 'locked'));
    parts = { context, level, analyser, ring: ringTone(context), chime: chimeTone(context), beep: beepTone(context) };
    return parts;
  }

  function start({ context, level }: Parts, buffer: AudioBuffer, loop: boolean): AudioBufferSourceNode {
    const source = context.createBufferSource();
    source.buffer = buffer;
    source.loop = loop;
    source.connect(level);
    source.start();
    return source;
  }

  function apply(): void {
    if (parts === null || wanted === (ringing !== null)) return;
    if (wanted) {
      ringing = start(parts, parts.ring, true);
    } else {
      ringing?.stop();
      ringing = null;
    }
  }

  return {
    unlock: async () => {
      const { context } = open();
      await context.resume().catch(() => {});
      onState(context.state === 'running' ? 'running' : 'locked');
      apply();
      return context.state === 'running';
    },
    setRinging: (on) => {
      wanted = on;
      apply();
    },
    beep: () => void (parts && start(parts, parts.beep, false)),
    chime: () => void (parts && start(parts, parts.chime, false)),
    tryRing: () => void (parts && start(parts, parts.ring, false)),
    soften: () => {
      if (parts === null) return;
      const { gain } = parts.level;
      const now = parts.context.currentTime;
      gain.cancelScheduledValues(now);
      gain.setValueAtTime(0.5, now);
      gain.setValueAtTime(1, now + softSeconds);
    },
    energy: () => (parts === null ? 0 : energyOf(parts.analyser)),
    volume: () => (parts === null ? null : Math.min(1, Math.max(0, parts.level.gain.value))),
    chooseSpeaker: async (deviceId) => {
      const { context } = open();
      if ('setSinkId' in context && typeof context.setSinkId === 'function') await context.setSinkId(deviceId);
    },
  };
}

type Parts = {
  readonly context: AudioContext;
  readonly level: GainNode;
  readonly analyser: AnalyserNode;
  readonly ring: AudioBuffer;
  readonly chime: AudioBuffer;
  readonly beep: AudioBuffer;
};

function energyOf(analyser: AnalyserNode): number {
  const samples = new Float32Array(analyser.fftSize);
  analyser.getFloatTimeDomainData(samples);
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
}
