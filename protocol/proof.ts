/** What a desk proves, and what it says of itself. */
import { z } from 'zod';

/**
 * The stages a desk proves, in order. `shown` is painted: taken in the document that drew the ring, two frames later; a hidden page says
 * `notVisible` instead. `sounding`: the audio context runs and there is energy where the sound leaves the page. That cannot prove a loudspeaker
 * that is on, nor a person who listens.
 */
export const ReceiptStage = z.enum(['received', 'shown', 'notVisible', 'sounding', 'silenced', 'connected', 'ended']);
export type ReceiptStage = z.infer<typeof ReceiptStage>;

/** What surrounds a proof, as far as the page can know it; null where it cannot. */
export const Surroundings = z
  .object({
    visible: z.boolean(),
    /** The device that the sound goes to, as the system calls it. */
    output: z.string().max(120).nullable(),
    /** Of the page's own sound, 0 to 1. The system's volume is out of a page's sight. */
    volume: z.number().min(0).max(1).nullable(),
    doNotDisturb: z.boolean().nullable(),
  })
  .readonly();
export type Surroundings = z.infer<typeof Surroundings>;

/** Why a seat cannot be heard. */
export const Deafness = z.enum([
  'not-started',
  'sound-locked',
  'no-speaker',
  'stepped-away',
  'another-window',
  'hidden',
]);
export type Deafness = z.infer<typeof Deafness>;
