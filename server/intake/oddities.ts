import type { DoorLog } from '../doors/doorLog.ts';
import { isNameless, type Reading } from './normalise.ts';

/** What was odd about what came on a good key; each is an alarm of the same name. */
export type Oddity = 'unreadable-delivery' | 'delivery-not-understood' | 'delivery-too-large' | 'delivery-unclear';

/** `unreadable-delivery`: it rang, without details or without a name by which it can be answered. Null for a delivery as it should be. */
export function oddityOf(reading: Reading): Oddity | null {
  switch (reading.kind) {
    case 'unreadable':
      return 'delivery-not-understood';
    case 'call':
      if (reading.facts.unreadable || isNameless(reading.facts)) return 'unreadable-delivery';
      return reading.facts.unclear ? 'delivery-unclear' : null;
    case 'door':
      return isEmpty(reading.log) ? 'delivery-not-understood' : null;
    case 'status':
      return null;
  }
}

const isEmpty = ({ id, access_point, entry_method, release_status }: DoorLog): boolean =>
  [id, access_point, entry_method, release_status].every((field) => field === null);
