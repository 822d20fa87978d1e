import type { SiteId } from '../../protocol/call.ts';
import type { Reading } from '../intake/normalise.ts';
import type { Panels } from './panels.ts';

/** A reading whose panel has the name that staff know. Only for desks and history: the vendor's list is compared with the vendor's own names. */
export const asStaffSay =
  (nameOf: Panels['nameOf']) =>
  (site: SiteId, reading: Reading): Reading =>
    reading.kind === 'call' || reading.kind === 'status'
      ? { ...reading, facts: { ...reading.facts, panel: nameOf(site, reading.facts) } }
      : reading;
