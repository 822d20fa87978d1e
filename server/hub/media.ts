import type { Asked } from '../../protocol/asks.ts';
import type { CallId, SiteId } from '../../protocol/call.ts';
import type { Grant, MediaReply } from '../../protocol/replies.ts';
import type { Holder } from '../../protocol/ring.ts';
import { grantMedia, type NoGrant } from '../intercom/callWorkflow.ts';
import type { VendorCalls } from '../intercom/intercom.ts';
import type { RingFact } from '../ring/events.ts';
import type { RingState } from '../ring/ports.ts';
import { sameSeat } from '../ring/rules/step.ts';
import type { Ring } from '../ring/state.ts';
import type { Switchboard } from '../ring/switchboard.ts';
import { holderOf } from './holder.ts';
import type { AboutCall } from './ports.ts';
import type { Seat } from './seats.ts';

/** The grants of live rings, in memory only. A seat that asks again gets the same one; two questions at once are one workflow. */
export type MediaDesk = {
  readonly onMedia: (asked: Asked<'media'>, seat: Seat) => Promise<MediaReply>;
  /** Ended rings need no grant. */
  readonly follow: (state: RingState) => void;
};

type Held = { readonly by: Holder; readonly grant: Promise<Grant | NoGrant> };

export type MediaParts = {
  readonly board: Pick<Switchboard, 'tell' | 'find'>;
  readonly vendor: VendorCalls;
  readonly about: AboutCall;
  readonly note: (site: SiteId, call: CallId, fact: RingFact) => void;
};

export function mediaDesk({ board, vendor, about, note }: MediaParts): MediaDesk {
  const held = new Map<string, Held>();

  async function onMedia({ callId }: Asked<'media'>, seat: Seat): Promise<MediaReply> {
    const state = await board.find(seat.sites, callId);
    if (state === null) return { outcome: 'refused', because: 'unknown-call' };
    const by = holderOf(seat);
    const refusal = refusalFor(state.ring, by);
    if (refusal) return refusal;
    const key = `${state.site} ${state.call}`;
    const earlier = held.get(key);
    if (earlier && sameSeat(earlier.by, by)) return replyTo(await earlier.grant, state, by);
    if (!earlier && !about(state.ring.call).isOurs) return notOurs(state, by);
    const kept = earlier ? await earlier.grant : null;
    const grant = workflow(state, by, isGrant(kept) ? kept : null);
    held.set(key, { by, grant });
    const outcome = await grant;
    if (!isGrant(outcome) && held.get(key)?.grant === grant) {
      if (earlier && isGrant(kept)) held.set(key, earlier);
      else held.delete(key);
    }
    return replyTo(outcome, state, by);
  }

  /** It was claimed before its recipient was known: nothing that the vendor could be asked would help, so the others ring again. */
  async function notOurs({ site, call }: RingState, by: Holder): Promise<MediaReply> {
    await board.tell([site], call, { kind: 'connecting-failed', by, because: 'the call is not for our account' });
    return { outcome: 'refused', because: 'not-our-account' };
  }

  async function workflow({ site, call, ring }: RingState, by: Holder, kept: Grant | null): Promise<Grant | NoGrant> {
    const tell = (event: Parameters<Switchboard['tell']>[2]) => board.tell([site], call, event);
    const granted = await grantMedia(ring, by, {
      vendor,
      kept,
      ringNow: async () => (await board.find([site], call))?.ring ?? ring,
      learnPanel: (panelId) => void tell({ kind: 'delivered-again', facts: { ...ring.call, panelId } }),
      activating: async () => (await tell({ kind: 'activating', by }))?.reply?.outcome === 'done',
    });
    if (granted.ok) note(site, call, { what: 'granted', desk: by.desk, detail: granted.value.provider });
    return granted.ok ? granted.value : granted.error;
  }

  async function replyTo(
    outcome: Grant | NoGrant,
    { site, call }: { site: SiteId; call: CallId },
    by: Holder,
  ): Promise<MediaReply> {
    if (isGrant(outcome)) return { outcome: 'granted', grant: outcome };
    if (typeof outcome === 'object') {
      await board.tell([site], call, { kind: 'vendor-status', status: outcome.status });
      await board.tell([site], call, { kind: 'connecting-failed', by, because: `ButterflyMX says ${outcome.status}` });
      return { outcome: 'refused', because: 'no-longer-ringing' };
    }
    if (outcome === 'not-yours') return { outcome: 'refused', because: 'not-yours' };
    if (outcome === 'provider-unsupported') {
      await board.tell([site], call, {
        kind: 'connecting-failed',
        by,
        because: 'media of a kind that desks cannot join',
      });
      return { outcome: 'refused', because: 'provider-unsupported' };
    }
    await board.tell([site], call, { kind: 'connecting-failed', by, because: `vendor ${outcome}` });
    return { outcome: 'refused', because: outcome === 'slow' ? 'vendor-slow' : 'vendor-refused' };
  }

  return {
    onMedia,
    follow: ({ site, call, ring }) => {
      if (ring.phase === 'ended') held.delete(`${site} ${call}`);
    },
  };
}

const isGrant = (outcome: Grant | NoGrant | null): outcome is Grant =>
  typeof outcome === 'object' && outcome !== null && 'token' in outcome;

function refusalFor(ring: Ring, by: Holder): MediaReply | null {
  if (ring.phase === 'ended') return { outcome: 'refused', because: 'ended' };
  if (ring.phase === 'ringing' || !sameSeat(ring.by, by)) return { outcome: 'refused', because: 'not-yours' };
  return ring.call.guid === null ? { outcome: 'refused', because: 'no-media-yet' } : null;
}
