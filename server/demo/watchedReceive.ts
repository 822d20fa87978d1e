import type { Clock } from '../clock.ts';
import type { Reading } from '../intake/normalise.ts';
import { receive } from '../intake/receive.ts';
import type { VendorSteps } from './vendorSteps.ts';

/** The walk in, noting what came and what it was answered; nothing waits for that. */
export const watchedReceive =
  (steps: Pick<VendorSteps, 'takenIn'>, clock: Pick<Clock, 'moment'>): typeof receive =>
  async (item, hook, parts) => {
    const began = clock.moment().mono;
    const readings: Reading[] = [];
    const receipt = await receive(item, hook, {
      ...parts,
      noteReading: (read) => {
        readings.push(read.reading);
        parts.noteReading(read);
      },
    });
    const tookMs = clock.moment().mono - began;
    /** What does not ring is of nobody's concern here. */
    const reading = receipt === 'not-rung' ? null : (readings[0] ?? null);
    steps.takenIn({ site: hook.site, raw: item.raw, reading, receipt, tookMs });
    return receipt;
  };
