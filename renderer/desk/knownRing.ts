import type { RingView } from '../../protocol/ring.ts';
import type { KnownRing, PageMs } from './state.ts';

/** Names a ring among all of a page. */
export const keyOf = ({ view: { site, call } }: Pick<KnownRing, 'view'>): string => `${site.id} ${call.id}`;

export const isSameRing = (one: RingView, other: RingView): boolean =>
  one.call.id === other.call.id && one.site.id === other.site.id;

/** A view that arrived now; the ring was first seen when the one before it was. */
export function knownAs(
  view: RingView,
  { before, now }: { readonly before: readonly KnownRing[]; readonly now: PageMs },
): KnownRing {
  const earlier = before.find((ring) => isSameRing(ring.view, view));
  return { view, arrivedAt: now, firstSeenAt: earlier?.firstSeenAt ?? now };
}

export const oldestFirst = (rings: readonly KnownRing[]): readonly KnownRing[] =>
  [...rings].sort((one, other) => one.view.call.receivedAt - other.view.call.receivedAt);
