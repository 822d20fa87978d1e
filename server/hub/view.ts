import type { DeskId, Site } from '../../protocol/call.ts';
import type { RingView } from '../../protocol/ring.ts';
import type { Moment } from '../clock.ts';
import type { AboutCall } from '../ring/abilities.ts';
import { mayAnswer, mayEnd, mayOpen } from '../ring/abilities.ts';
import { panelName } from '../ring/panelName.ts';
import type { RingState } from '../ring/ports.ts';

export type ViewFrame = {
  readonly epoch: string;
  readonly site: Site;
  readonly now: Moment;
  readonly about: AboutCall;
};

/** A ring as one desk may see it: `can` speaks to that desk, all else is the same for every desk of the site. Pure. */
export function viewFor(desk: DeskId, state: RingState, { epoch, site, now, about }: ViewFrame): RingView {
  const { ring, revision, unrecorded } = state;
  const allowed = about(ring.call);
  const asking = { desk, allowed, now };
  const everyPhase = {
    epoch,
    revision,
    site,
    call: {
      id: ring.call.id,
      panel: panelName(ring.call),
      unit: ring.call.unit,
      recipient: ring.call.recipient,
      receivedAt: ring.call.receivedAt,
      waitedMs: Math.max(0, Math.round(now.mono - ring.startedMono)),
      snapshot: ring.call.snapshot,
      webhookMissing: ring.call.webhookMissing,
      confirmation: ring.confirmation,
      unclear: ring.call.unclear,
    },
    doors: ring.call.guid === null || allowed.ownDoor === null ? [] : [allowed.ownDoor],
    can: { answer: mayAnswer(state, asking), end: mayEnd(state, asking), door: mayOpen(state, asking) },
    ringsForMs: ring.phase === 'ringing' ? Math.max(0, Math.round(ring.ringsUntil - now.mono)) : 0,
    silencedBy: ring.silencedBy,
    unrecorded,
  };
  switch (ring.phase) {
    case 'ringing':
      return { ...everyPhase, phase: 'ringing', by: null };
    case 'claimed':
      return { ...everyPhase, phase: 'claimed', by: ring.by };
    case 'talking':
      return { ...everyPhase, phase: 'talking', by: ring.by, linkLost: ring.seatGoneMono !== null };
    case 'ended':
      return { ...everyPhase, phase: 'ended', by: ring.by, reason: ring.reason };
  }
}
