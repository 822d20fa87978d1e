/** A webhook whose key somebody else had: what is asked, and how much of it is in doubt. */
import { z } from 'zod';
import { EpochMs } from './call.ts';

/** Since when the key may have been somebody else's; `dryRun` only counts. */
export const LeakRequest = z.object({ since: EpochMs, dryRun: z.boolean().default(false) });

/** `calls` and `deliveries` are in doubt; `confirmed` came by the same key, and ButterflyMX knows them. */
export const LeakedCount = z
  .object({
    calls: z.number().int().nonnegative(),
    deliveries: z.number().int().nonnegative(),
    confirmed: z.number().int().nonnegative(),
  })
  .readonly();
export type LeakedCount = z.infer<typeof LeakedCount>;
