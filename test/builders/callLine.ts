import { CallLine } from '../../protocol/admin.ts';

/** A call in an operator's list: it rang for 40 s and nobody answered, but for what a test says. */
export const aCallLine = (changes: object = {}): CallLine =>
  CallLine.parse({
    id: 'call-1',
    site: 'harbor-house',
    panel: 'Front entrance',
    unit: null,
    recipient: { kind: 'frontDesk' },
    phase: 'ended',
    reason: 'timed-out',
    receivedAt: 1_000,
    endedAt: 41_000,
    by: null,
    snapshot: null,
    ...changes,
  });
