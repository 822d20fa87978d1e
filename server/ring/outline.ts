import type { DeskId } from '../../protocol/call.ts';
import type { Fact } from '../../protocol/fact.ts';
import { oldFactShows } from './oldFacts.ts';

/** What one fact shows of how a call went; null for one that changes nothing of that. */
export type Shows =
  | { readonly kind: 'listed' | 'unreadable' | 'too-old' | 'taken' | 'door-confirmed' | 'door-doubted' }
  | { readonly kind: 'routed'; readonly count: number }
  | { readonly kind: 'sounded' | 'reached'; readonly desk: DeskId | null }
  | { readonly kind: 'not-rung'; readonly fact: Fact }
  | null;

/** How a call went, by its facts. */
export type Outline = {
  /** No webhook told of it. */
  readonly isListed: boolean;
  /** Nothing of it could be read. */
  readonly isUnreadable: boolean;
  /** It came too late to ring. */
  readonly isTooOld: boolean;
  /** Desks that were to ring when it began; that proved to have it; that proved to sound. */
  readonly routed: number;
  readonly reached: number;
  readonly sounded: number;
  /** Somebody at a desk took it: answered, silenced or ended it. */
  readonly isTaken: boolean;
  /** What ButterflyMX's log of the door says; null while it says nothing. */
  readonly door: 'confirmed' | 'doubted' | null;
  /** The fact that says why it did not ring. */
  readonly notRung: Fact | null;
};

export function outlineOf(facts: readonly Fact[]): Outline {
  const shown = facts.map(showsOf).filter((one) => one !== null);
  const has = (kind: (typeof shown)[number]['kind']) => shown.some((one) => one.kind === kind);
  const desks = (kind: 'sounded' | 'reached') =>
    new Set(shown.flatMap((one) => (one.kind === kind ? [one.desk] : []))).size;
  return {
    isListed: has('listed'),
    isUnreadable: has('unreadable'),
    isTooOld: has('too-old'),
    routed: shown.find((one) => one.kind === 'routed')?.count ?? 0,
    reached: desks('reached'),
    sounded: desks('sounded'),
    isTaken: has('taken'),
    door: has('door-confirmed') ? 'confirmed' : has('door-doubted') ? 'doubted' : null,
    notRung: shown.find((one) => one.kind === 'not-rung')?.fact ?? null,
  };
}

function showsOf(fact: Fact): Shows {
  switch (fact.what) {
    case 'old':
      return oldFactShows(fact);
    case 'proved':
      return proofShows(fact);
    case 'not-rung':
      return { kind: 'not-rung', fact };
    case 'webhook-missing':
      return { kind: 'listed' };
    case 'received':
      return fact.reading === 'unreadable' ? { kind: 'unreadable' } : null;
    case 'ended':
      return fact.rang === 'too-old' ? { kind: 'too-old' } : null;
    case 'routed':
      return { kind: 'routed', count: fact.count };
    case 'claimed':
    case 'silenced':
    case 'ended-by-desk':
      return { kind: 'taken' };
    case 'door-confirmed':
      return { kind: 'door-confirmed' };
    case 'door-not-confirmed':
      return { kind: 'door-doubted' };
    case 'authenticated':
    case 'listed':
    case 'stored':
    case 'left-out':
    case 'sent':
    case 'unheard':
    case 'status-told':
    case 'vendor-status':
    case 'confirmed':
    case 'not-known':
    case 'cannot-be-checked':
    case 'rings-on':
    case 'rings-again':
    case 'panel-conflict':
    case 'delivery-conflict':
    case 'joined':
    case 'vendor-not-told':
    case 'picture':
    case 'no-picture':
    case 'snapshot':
    case 'lease-ended':
    case 'activating':
    case 'granted':
    case 'connected':
    case 'connection-failed':
    case 'seat-gone':
    case 'seat-back':
    case 'desk-revoked':
    case 'hung-up':
    case 'door':
    case 'other-door':
      return null;
  }
}

function proofShows({ stage, desk }: Extract<Fact, { readonly what: 'proved' }>): Shows {
  switch (stage) {
    case 'received':
    case 'shown':
    case 'notVisible':
      return { kind: 'reached', desk };
    case 'sounding':
      return { kind: 'sounded', desk };
    case 'silenced':
      return { kind: 'taken' };
    case 'connected':
    case 'ended':
      return null;
  }
}
