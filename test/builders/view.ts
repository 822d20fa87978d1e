import { CallId, DeskId, EpochMs, SeatId, SiteId } from '../../protocol/call.ts';
import { Picture } from '../../protocol/picture.ts';
import { RingView } from '../../protocol/ring.ts';

export const thisDesk = { id: DeskId.parse('north'), name: 'North desk' };
export const thisSeat = SeatId.parse('seat-one');
export const callNamed = (name: string) => CallId.parse(name);

/** A view as the relay sends it; `ringing` and unanswered unless said otherwise. */
export const aView = (changes: { readonly [field: string]: unknown } & { readonly callId?: string } = {}): RingView => {
  const { callId = 'call-1', ...rest } = changes;
  return RingView.parse({
    epoch: 'epoch-1',
    revision: 1,
    phase: 'ringing',
    by: null,
    site: { id: SiteId.parse('demo'), name: 'Harbor House' },
    call: {
      id: callId,
      panel: 'North Lobby',
      unit: null,
      recipient: { kind: 'frontDesk' },
      receivedAt: EpochMs.parse(1_000),
      waitedMs: 2_000,
      snapshot: null,
      webhookMissing: false,
    },
    doors: [],
    can: { answer: true, end: true, door: true },
    ringsForMs: 38_000,
    silencedBy: [],
    unrecorded: false,
    ...rest,
  });
};

export const aPicture = (changes: Partial<Picture> = {}): Picture =>
  Picture.parse({
    epoch: 'epoch-1',
    seat: thisSeat,
    desk: { ...thisDesk, sites: [{ id: 'demo', name: 'Harbor House' }] },
    rings: [],
    missed: [],
    coverage: [],
    alarms: [],
    doors: [],
    notes: [],
    simulated: true,
    relay: { version: '0.1.0', now: 1_000 },
    ...changes,
  });
