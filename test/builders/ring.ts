import { CallId, DeskId, EpochMs, SeatId, SiteId } from '../../protocol/call.ts';
import type { Holder } from '../../protocol/ring.ts';
import type { Moment } from '../../server/clock.ts';
import type { RingEvent } from '../../server/ring/events.ts';
import { advance, begin } from '../../server/ring/ring.ts';
import type { Ring, RingCall } from '../../server/ring/state.ts';

export const site = SiteId.parse('demo');
export const aHolder = (desk: string, seat = 'seat-one'): Holder => ({
  desk: DeskId.parse(desk),
  seat: SeatId.parse(seat),
  name: `${desk} desk`,
});
export const north = aHolder('north');
export const northOtherSeat = aHolder('north', 'seat-two');
export const south = aHolder('south');

/** By whose key a delivery came, and its bytes. */
export const byHook = { hook: 'hook-1', bytes: 'bytes-1', isListed: false } as const;

/** An instant, in milliseconds after the call came. */
export const at = (ms: number): Moment => ({ wall: EpochMs.parse(1_000_000 + ms), mono: 50_000 + ms });

export const aRingCall = (changes: Partial<RingCall> = {}): RingCall => ({
  id: CallId.parse('call-1'),
  site,
  guid: 'call-1',
  vendorId: null,
  panelId: 40217,
  panel: 'North Lobby',
  unit: null,
  userId: null,
  unitId: null,
  recipient: { kind: 'frontDesk' },
  receivedAt: at(0).wall,
  snapshot: null,
  unreadable: false,
  webhookMissing: false,
  unclear: false,
  hook: 'hook-1',
  bytes: null,
  ...changes,
});

export const windowMs = 40_000;
export const aRingingRing = (changes: Partial<RingCall> = {}): Ring =>
  begin(aRingCall(changes), { started: at(0), now: at(0), windowMs }).ring;

/** The ring after these events, each at its time. */
export const later = (ring: Ring, ...events: readonly (readonly [ms: number, event: RingEvent])[]): Ring =>
  events.reduce((state, [ms, event]) => advance(state, event, at(ms)).ring, ring);

export const answeredBy = (by: Holder): RingEvent => ({ kind: 'answered', by, purpose: 'talk', takeOver: false });
export const aClaimedRing = () => later(aRingingRing(), [1_000, answeredBy(north)]);
export const anActivatedRing = () => later(aClaimedRing(), [1_500, { kind: 'activating', by: north }]);
export const aTalkingRing = () => later(anActivatedRing(), [2_000, { kind: 'connected', by: north }]);
export const anEndedRing = () => later(aRingingRing(), [3_000, { kind: 'vendor-status', status: 'canceled' }]);
