import type { Journal } from '../ring/journal.ts';
import { asHeardBy, listHook } from './list/listed.ts';
import { reread } from './readDelivery.ts';
import { aliasesOfReading, type Delivered } from './receive.ts';

export type TakeUpParts = {
  readonly journal: Pick<Journal, 'young' | 'unbegun' | 'known'>;
  readonly tellSwitchboard: (arrival: Delivered) => void;
  readonly windowMs: number;
};

/**
 * At start: deliveries young enough to ring are passed on again, for the last run may have died between storing and ringing them. What is
 * older and never began goes to history: nothing acknowledged is missing.
 */
export async function takeUpYoung({ journal, tellSwitchboard, windowMs }: TakeUpParts): Promise<number> {
  const young = await journal.young(windowMs);
  for (const { site, hook, raw, received } of [...(await journal.unbegun(dayMs)), ...young]) {
    const { reading: stored, bytes } = reread(raw);
    const reading = asHeardBy(hook, stored);
    const knownAs = await journal.known(site, aliasesOfReading(reading, bytes));
    const how = { hook, bytes, isListed: hook === listHook };
    tellSwitchboard({ site, reading, received, ...how, knownAs, begun: null });
  }
  return young.length;
}

const dayMs = 86_400_000;
