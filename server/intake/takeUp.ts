import type { Journal } from '../journal/journal.ts';
import { asHeardBy, listHook } from './listed.ts';
import { normalise, normaliseUnreadable, type Reading } from './normalise.ts';
import { parse } from './parse.ts';
import { type Arrival, aliasesOfReading, hashOf, readJson } from './receive.ts';

export type TakeUpParts = {
  readonly journal: Pick<Journal, 'young' | 'unbegun' | 'known'>;
  readonly tellSwitchboard: (arrival: Arrival) => void;
  readonly windowMs: number;
};

/**
 * At start: deliveries young enough to ring are passed on again, for the last run may have died between storing and ringing them. What is
 * older and never began goes to history: nothing acknowledged is missing.
 */
export async function takeUpYoung({ journal, tellSwitchboard, windowMs }: TakeUpParts): Promise<number> {
  const young = await journal.young(windowMs);
  for (const { site, hook, raw, received } of [...(await journal.unbegun(dayMs)), ...young]) {
    const reading = asHeardBy(hook, reread(raw));
    const knownAs = await journal.known(site, aliasesOfReading(reading));
    const how = { hook, bytes: hashOf(raw), isListed: hook === listHook };
    tellSwitchboard({ site, reading, received, ...how, knownAs, recorded: true });
  }
  return young.length;
}

const dayMs = 86_400_000;

/** What was stored was JSON; where a disk made it something else, nothing can be known of it. */
export function reread(raw: Uint8Array): Reading {
  const body = readJson(raw);
  if (body === null) return { kind: 'unreadable' };
  const parsed = parse(body.value);
  return parsed.ok ? normalise(parsed.value) : normaliseUnreadable(parsed.error);
}
