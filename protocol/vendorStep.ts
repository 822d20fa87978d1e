import { z } from 'zod';
import { EpochMs } from './call.ts';

/** One step of a call as the vendor's API saw it; secrets are masked. Told only where the vendor is simulated. */
export const VendorStep = z
  .object({
    at: EpochMs,
    tookMs: z.number().nonnegative(),
    /** `in`: a delivery of the vendor; `out`: a request of ours; `media`: what the page does itself. */
    direction: z.enum(['in', 'out', 'media']),
    /** e.g. `POST /v3/notifications/is_active`. */
    what: z.string(),
    /** The section of the vendor's guide that describes it. */
    section: z.string(),
    request: z.string().nullable(),
    answer: z.string().nullable(),
    /** HTTP status; null while none came. */
    status: z.number().int().nullable(),
    /** How often the very same was asked and answered in a row; `at` is the first time, `tookMs` the last. */
    times: z.number().int().positive(),
  })
  .readonly();
export type VendorStep = z.infer<typeof VendorStep>;
