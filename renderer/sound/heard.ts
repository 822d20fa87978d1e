import type { Ringer } from './ringer.ts';

const lookEveryMs = 30;
const lookForMs = 3_000;
/** A tenth of the ring's softest moment; silence is exactly zero. */
const leastEnergy = 0.002;

/** Calls `heard` once there is energy where the sound leaves the page, `gaveUp` when there is none within 3 s. Gives what ends the look. */
export function untilHeard(
  ringer: Pick<Ringer, 'energy'>,
  heard: () => void,
  gaveUp: () => void = () => {},
): () => void {
  const began = performance.now();
  const timer = setInterval(() => {
    const isHeard = ringer.energy() >= leastEnergy;
    if (!isHeard && performance.now() <= began + lookForMs) return;
    clearInterval(timer);
    if (isHeard) heard();
    else gaveUp();
  }, lookEveryMs);
  return () => clearInterval(timer);
}
