import type { DeskId } from '../../protocol/call.ts';
import type { PressNews } from '../../protocol/desk.ts';
import type { Receipts } from '../answering/receipts.ts';
import type { Clock } from '../clock.ts';
import { makeListeners } from '../listeners.ts';
import type { AccessLogParts } from './accessLog.ts';
import type { MappedDoors } from './siteDoors.ts';

/** What the vendor's log says of a press: for the desk that pressed, and for the timeline of its call. */
export type PressNewsDesk = Pick<AccessLogParts, 'confirmed' | 'notConfirmed'> & {
  /** From now on the listener is told what became of each press of a desk. */
  readonly onNews: (listener: (desk: DeskId, news: PressNews) => void) => void;
};

export type PressNewsParts = {
  readonly doors: Pick<MappedDoors, 'find'>;
  /** Notes a fact with its call. */
  readonly note: Receipts['ride'];
  readonly clock: Pick<Clock, 'moment'>;
};

export function pressNews({ doors, note, clock }: PressNewsParts): PressNewsDesk {
  const listeners = makeListeners<[DeskId, PressNews]>();
  return {
    onNews: listeners.add,
    confirmed: (site, { press, call, desk, door }, at) => {
      listeners.tell(desk, { pressId: press, outcome: 'confirmed', at });
      const name = doors.find(site, door)?.name ?? door;
      if (call !== null) note(site, call, { what: 'door-confirmed', desk, door: name });
    },
    notConfirmed: ({ site, press, call, desk, doorName }) => {
      listeners.tell(desk, { pressId: press, outcome: 'not-confirmed', at: clock.moment().wall });
      if (call !== null) note(site, call, { what: 'door-not-confirmed', desk, door: doorName });
    },
  };
}
