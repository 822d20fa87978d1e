/** The page in which the suite of sessions runs: one call, one desk's seat, and the visitor. Driven through `window.rig`. */
import type { MediaSession } from '../../../renderer/media/session.ts';
import { TwilioDouble } from '../../fakes/twilioDouble.ts';
import { simulatedStage } from './simulatedStage.ts';
import type { GrantKind, Stage } from './stage.ts';
import { twilioStage } from './twilioStage.ts';

const loud = 0.01;
const quietForMs = 1_500;

const microphone = () => navigator.mediaDevices.getUserMedia({ audio: true });
const visitorsMedia = () => navigator.mediaDevices.getUserMedia({ audio: true, video: { width: 320, height: 240 } });

function makeRig() {
  const told: string[] = [];
  const microphones: MediaStream[] = [];
  const double = new TwilioDouble();
  let stage: Stage | null = null;
  let session: MediaSession | null = null;
  const video = document.querySelector('video');
  const audio = document.querySelector('audio');
  if (video === null || audio === null) throw new Error('The page has no elements.');
  const onStage = () => {
    if (stage === null) throw new Error('No call was placed.');
    return stage;
  };

  return {
    told: () => told,
    double,
    place: async (provider: 'simulator' | 'twilio', bearer: string) => {
      stage = provider === 'twilio' ? twilioStage(double) : await simulatedStage(bearer);
    },
    join: async (how: { muted?: boolean; withoutMicrophone?: boolean; grant?: GrantKind } = {}) => {
      const grant = await onStage().grant(how.grant ?? 'good');
      if (!how.withoutMicrophone) microphones.push(await microphone());
      session = onStage().join(
        grant,
        { microphone: microphones.at(-1) ?? null, muted: how.muted ?? false },
        {
          connected: () => told.push('connected'),
          remote: (stream) => {
            told.push(stream === null ? 'no remote' : 'remote');
            video.srcObject = stream;
            if (stream !== null) void video.play().catch(() => {});
          },
          reconnecting: () => told.push('reconnecting'),
          reconnected: () => told.push('reconnected'),
          quality: (quality) => told.push(quality),
          unheard: () => told.push('unheard'),
          lacks: (what) => told.push(`lacks ${what ?? 'nothing'}`),
          over: (end) => told.push(`over ${end}`),
        },
      );
      return microphones.flatMap((stream) => stream.getTracks().map(({ enabled }) => enabled));
    },
    visitorComes: async () => onStage().visitorComes(await visitorsMedia()),
    visitorLeaves: () => onStage().visitorLeaves(),
    anotherSeatComes: () => onStage().anotherSeatComes(),
    line: (happens: Parameters<Stage['line']>[0]) => onStage().line(happens),
    setMuted: (muted: boolean) => session?.setMuted(muted),
    setPicture: (isWanted: boolean) => session?.setPicture(isWanted),
    sendsPicture: () => onStage().sendsPicture(),
    takeAnotherMicrophone: async () => {
      microphones.push(await microphone());
      session?.takeMicrophone(microphones.at(-1) ?? null);
    },
    leave: () => session?.leave(),
    microphones: () => microphones.flatMap((stream) => stream.getTracks().map(({ readyState }) => readyState)),
    arrives: () => onStage().arrives() !== null,
    frames: () => video.getVideoPlaybackQuality().totalVideoFrames,
    /** Resolves once the visitor's voice was heard here. */
    hearsVisitor: () => hears(video.srcObject),
    /** Resolves once the desk's voice was heard, or was silent for a while, at the visitor's. */
    visitorHears: async () => {
      audio.srcObject = onStage().arrives();
      return hears(audio.srcObject);
    },
    visitorHearsNothing: async () => {
      audio.srcObject = onStage().arrives();
      return staysQuiet(audio.srcObject);
    },
    showAlso: (sid: string) => visitorsMedia().then((media) => double.room.comes(sid, media.getTracks())),
    shownTrack: () =>
      video.srcObject instanceof MediaStream ? (video.srcObject.getVideoTracks()[0]?.id ?? null) : null,
    kinds: () => (video.srcObject instanceof MediaStream ? video.srcObject.getTracks().map(({ kind }) => kind) : []),
    voices: () => (video.srcObject instanceof MediaStream ? video.srcObject.getAudioTracks().length : 0),
  };
}

async function loudness(stream: MediaProvider | null): Promise<() => number> {
  if (!(stream instanceof MediaStream)) throw new Error('There is no stream.');
  const context = new AudioContext();
  await context.resume();
  const analyser = context.createAnalyser();
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  return () => {
    analyser.getFloatTimeDomainData(samples);
    return samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  };
}
const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));

async function hears(stream: MediaProvider | null): Promise<true> {
  const measure = await loudness(stream);
  while (measure() < loud) await frame();
  return true;
}

async function staysQuiet(stream: MediaProvider | null): Promise<true> {
  const measure = await loudness(stream);
  let since = performance.now();
  while (performance.now() - since < quietForMs) {
    if (measure() >= loud) since = performance.now();
    await frame();
  }
  return true;
}

export type Rig = ReturnType<typeof makeRig>;
declare global {
  interface Window {
    rig: Rig;
  }
}
window.rig = makeRig();
