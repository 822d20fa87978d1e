import type { Clock } from '../clock.ts';
import type { Reading } from '../intake/normalise.ts';
import { receive } from '../intake/receive.ts';
import type { VendorSteps } from './vendorSteps.ts';

/** The walk in, noting what came and what it was answered; nothing waits for that. */
export const watchedReceive =
  (steps: Pick<VendorSteps, 'takenIn'>, clock: Pick<Clock, 'moment'>): typeof receive =>
  async (raw, hook, parts) => {
    const began = clock.moment().mono;
    const readings: Reading[] = [];
    const receipt = await receive(raw, hook, {
      ...parts,
      tellSwitchboard: (arrival) => {
        readings.push(arrival.reading);
        parts.tellSwitchboard(arrival);
      },
    });
    const tookMs = clock.moment().mono - began;
    steps.takenIn({ site: hook.site, raw, reading: readings[0] ?? null, receipt, tookMs });
    return receipt;
  };
