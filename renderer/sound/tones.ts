/** Our own sounds, made of numbers: no file to load, nothing to wait for. */

/** The ring: two rising notes, twice, then a breath; it loops. */
export const ringTone = (context: BaseAudioContext): AudioBuffer =>
  render(context, 2.4, [
    { at: 0, frequency: 784, seconds: 0.32, level: 0.85 },
    { at: 0.2, frequency: 1_047, seconds: 0.5, level: 0.85 },
    { at: 0.8, frequency: 784, seconds: 0.32, level: 0.85 },
    { at: 1, frequency: 1_047, seconds: 0.7, level: 0.85 },
  ]);

/** The chime of a desk that cannot ring: two falling notes, soft, nothing like the ring. */
export const chimeTone = (context: BaseAudioContext): AudioBuffer =>
  render(context, 1.2, [
    { at: 0, frequency: 523, seconds: 0.5, level: 0.3 },
    { at: 0.35, frequency: 392, seconds: 0.8, level: 0.3 },
  ]);

/** A second call while somebody talks: one short beep. */
export const beepTone = (context: BaseAudioContext): AudioBuffer =>
  render(context, 0.25, [{ at: 0, frequency: 880, seconds: 0.2, level: 0.25 }]);

type Note = { readonly at: number; readonly frequency: number; readonly seconds: number; readonly level: number };

/** Bell-like: the note, a little of its octave and twelfth, and a quick attack with a long fall. */
function render(context: BaseAudioContext, seconds: number, notes: readonly Note[]): AudioBuffer {
  const buffer = context.createBuffer(1, Math.ceil(seconds * context.sampleRate), context.sampleRate);
  const samples = buffer.getChannelData(0);
  for (const { at, frequency, seconds: length, level } of notes) {
    const first = Math.floor(at * context.sampleRate);
    const count = Math.floor(length * context.sampleRate);
    for (let index = 0; index < count && first + index < samples.length; index++) {
      const time = index / context.sampleRate;
      const envelope =
        Math.min(1, time / 0.012) * Math.exp((-3.2 * time) / length) * Math.min(1, (length - time) / 0.03);
      const turn = 2 * Math.PI * frequency * time;
      const wave = Math.sin(turn) + 0.35 * Math.sin(2 * turn) + 0.15 * Math.sin(3 * turn);
      samples[first + index] = (samples[first + index] ?? 0) + (level / 1.5) * envelope * wave;
    }
  }
  return buffer;
}
