/** The visitor's picture and voice: this machine's camera and microphone, or a drawn, moving, speaking visitor where there is none. */
export type VisitorMedia = { readonly stream: MediaStream; readonly drawn: boolean; readonly stop: () => void };

const width = 640;
const height = 480;
const framesPerSecond = 15;

export async function openVisitorMedia(): Promise<VisitorMedia> {
  try {
    const stream = await navigator.mediaDevices.getUserMedia({
      video: { width, height },
      audio: { echoCancellation: true },
    });
    return { stream, drawn: false, stop: () => stopTracks(stream) };
  } catch {
    return drawnVisitor();
  }
}

/** One frame as base64 JPEG, for the snapshot at the press. */
export function takePicture(video: HTMLVideoElement): string {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (context === null || video.videoWidth === 0) return '';
  const scale = Math.max(width / video.videoWidth, height / video.videoHeight);
  const [w, h] = [video.videoWidth * scale, video.videoHeight * scale];
  context.drawImage(video, (width - w) / 2, (height - h) / 2, w, h);
  return canvas.toDataURL('image/jpeg', 0.8).split(',')[1] ?? '';
}

function drawnVisitor(): VisitorMedia {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  const started = performance.now();
  const timer = setInterval(
    () => context && draw(context, (performance.now() - started) / 1_000),
    1_000 / framesPerSecond,
  );
  if (context) draw(context, 0);
  const voice = speak();
  const stream = new MediaStream([...canvas.captureStream(framesPerSecond).getTracks(), ...voice.stream.getTracks()]);
  return {
    stream,
    drawn: true,
    stop: () => {
      clearInterval(timer);
      voice.stop();
      stopTracks(stream);
    },
  };
}

function draw(context: CanvasRenderingContext2D, seconds: number): void {
  const sway = Math.sin(seconds * 1.7) * 14;
  const mouth = 6 + Math.abs(Math.sin(seconds * 9)) * 16 * (Math.sin(seconds * 1.3) > -0.2 ? 1 : 0);
  context.fillStyle = '#b9c4c9';
  context.fillRect(0, 0, width, height);
  context.fillStyle = '#7c8a90';
  context.fillRect(0, 380, width, 100);
  context.fillStyle = '#38566b';
  circle(context, 320 + sway * 0.6, 560, 210);
  context.fillStyle = '#d9a77c';
  circle(context, 320 + sway, 235, 95);
  context.fillStyle = '#3b2a22';
  context.beginPath();
  context.ellipse(320 + sway, 180, 100, 60, 0, Math.PI, 0);
  context.fill();
  context.fillStyle = '#22201e';
  const blink = Math.sin(seconds * 0.9) > 0.985 ? 1 : 9;
  for (const side of [-33, 33]) {
    context.beginPath();
    context.ellipse(320 + sway + side, 232, 8, blink, 0, 0, Math.PI * 2);
    context.fill();
  }
  context.fillStyle = '#7a3f2e';
  context.beginPath();
  context.ellipse(320 + sway, 283, 24, mouth / 2, 0, 0, Math.PI * 2);
  context.fill();
  context.fillStyle = '#ffffff';
  context.font = '24px system-ui, sans-serif';
  context.fillText(new Date().toLocaleTimeString(), 20, 460);
}

function circle(context: CanvasRenderingContext2D, x: number, y: number, radius: number): void {
  context.beginPath();
  context.arc(x, y, radius, 0, Math.PI * 2);
  context.fill();
}

/** Something like speech: a buzz through two moving formants, in phrases. */
function speak(): { readonly stream: MediaStream; readonly stop: () => void } {
  const audio = new AudioContext();
  const out = audio.createMediaStreamDestination();
  const voice = audio.createOscillator();
  voice.type = 'sawtooth';
  voice.frequency.value = 128;
  const phrases = audio.createGain();
  phrases.gain.value = 0;
  for (const [frequency, q] of [
    [620, 6],
    [1_320, 9],
  ] as const) {
    const formant = audio.createBiquadFilter();
    formant.type = 'bandpass';
    formant.frequency.value = frequency;
    formant.Q.value = q;
    voice.connect(formant).connect(phrases);
  }
  phrases.connect(out);
  voice.start();
  const timer = setInterval(() => {
    const at = audio.currentTime;
    for (let syllable = 0; syllable < 5; syllable++) {
      phrases.gain.linearRampToValueAtTime(0.7, at + syllable * 0.22 + 0.08);
      phrases.gain.linearRampToValueAtTime(0.05, at + syllable * 0.22 + 0.2);
      voice.frequency.linearRampToValueAtTime(110 + ((syllable * 37) % 50), at + syllable * 0.22 + 0.1);
    }
    phrases.gain.linearRampToValueAtTime(0, at + 1.25);
  }, 1_900);
  return {
    stream: out.stream,
    stop: () => {
      clearInterval(timer);
      void audio.close();
    },
  };
}

function stopTracks(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
