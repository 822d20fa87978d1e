import type { OldFact } from '../../protocol/fact.ts';
import type { Shows } from './outline.ts';

/** What a line of an older relay shows of how a call went. Its detail was English: only these forms of it mean something, and no relay writes them any more. */
export function oldFactShows({ word, desk, detail }: OldFact): Shows {
  if (detail === 'details unreadable') return { kind: 'unreadable' };
  if (detail === 'too old to ring') return { kind: 'too-old' };
  switch (word) {
    case 'received':
    case 'shown':
    case 'notVisible':
      return desk === null ? null : { kind: 'reached', desk };
    case 'sounding':
      return { kind: 'sounded', desk };
    case 'routed':
      return { kind: 'routed', count: Number(/^\d+/.exec(detail ?? '')?.[0] ?? 0) };
    case 'webhook-missing':
      return { kind: 'listed' };
    case 'claimed':
    case 'silenced':
    case 'ended-by-desk':
      return { kind: 'taken' };
    case 'door-confirmed':
      return { kind: 'door-confirmed' };
    case 'door-not-confirmed':
      return { kind: 'door-doubted' };
    default:
      return null;
  }
}
