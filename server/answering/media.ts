import type { Asked } from '../../protocol/asks.ts';
import type { CallId, SiteId } from '../../protocol/call.ts';
import type { RingFact } from '../../protocol/fact.ts';
import type { Grant, MediaReply } from '../../protocol/replies.ts';
import type { Holder } from '../../protocol/ring.ts';
import type { VendorCalls } from '../butterflymx/intercom.ts';
import type { Seat } from '../desks/seats.ts';
import type { AboutCall } from '../ring/abilities.ts';
import { holderOf } from '../ring/holder.ts';
import type { RingState } from '../ring/ports.ts';
import { sameSeat } from '../ring/rules/step.ts';
import type { Ring } from '../ring/state.ts';
import type { Switchboard } from '../ring/switchboard.ts';
import { grantMedia, type NoGrant } from './callWorkflow.ts';

/** The grants of live rings, in memory only. A seat that asks again for one claim gets the same one; two questions at once are one workflow. */
export type MediaGrants = {
  readonly onMedia: (asked: Asked<'media'>, seat: Seat) => Promise<MediaReply>;
  /** An answer that was dropped leaves its grant to the call, for a key may have expired: the next claim asks for a new one first. Ended rings need none. */
  readonly follow: (state: RingState) => void;
};

/** What one workflow gave its seat, and what the call has for the next one: a token that no seat could use yet is as good as any. */
type Answer = { readonly outcome: Grant | NoGrant; readonly kept: Grant | null };
/** `by` is null when the seat has nothing to come back to: the next question, also its own, is a workflow of its own. */
type Held = { readonly by: Holder | null; readonly answer: Promise<Answer> };

export type MediaParts = {
  readonly board: Pick<Switchboard, 'tell' | 'find'>;
  readonly vendor: VendorCalls;
  readonly about: AboutCall;
  readonly note: (site: SiteId, call: CallId, fact: RingFact) => void;
};

export function makeMediaGrants({ board, vendor, about, note }: MediaParts): MediaGrants {
  const held = new Map<string, Held>();

  async function onMedia({ callId }: Asked<'media'>, seat: Seat): Promise<MediaReply> {
    const state = await board.find(seat.sites, callId);
    if (state === null) return { outcome: 'refused', because: 'unknown-call' };
    const by = holderOf(seat);
    const refusal = refusalFor(state.ring, by);
    if (refusal) return refusal;
    const key = `${state.site} ${state.call}`;
    const earlier = held.get(key);
    if (earlier?.by && sameSeat(earlier.by, by)) return replyTo((await earlier.answer).outcome, state, by);
    if (!earlier && !about(state.ring.call).isOurs) return notOurs(state, by);
    const answer = workflow(state, by, earlier?.answer);
    held.set(key, { by, answer });
    const { outcome, kept } = await answer;
    if (!isGrant(outcome) && held.get(key)?.answer === answer) letGo(key, { answer, kept });
    return replyTo(outcome, state, by);
  }

  /** A seat got nowhere; a token stays with the call. */
  function letGo(key: string, { answer, kept }: Pick<Held, 'answer'> & Pick<Answer, 'kept'>): void {
    if (kept === null) held.delete(key);
    else held.set(key, { by: null, answer });
  }

  /** It was claimed before its recipient was known: nothing that the vendor could be asked would help, so the others ring again. */
  async function notOurs({ site, call }: RingState, by: Holder): Promise<MediaReply> {
    await board.tell([site], call, { kind: 'connecting-failed', by, because: { kind: 'not-our-account' } });
    return { outcome: 'refused', because: 'not-our-account' };
  }

  async function workflow({ site, call, ring }: RingState, by: Holder, earlier?: Promise<Answer>): Promise<Answer> {
    const tell = (event: Parameters<Switchboard['tell']>[2]) => board.tell([site], call, event);
    let kept = (await earlier)?.kept ?? null;
    const granted = await grantMedia(ring, by, {
      vendor,
      kept,
      keep: (grant) => {
        kept = grant;
      },
      ringNow: async () => (await board.find([site], call))?.ring ?? ring,
      confirmed: (panelId, panel) => void tell({ kind: 'confirmed', panelId, panel }),
      activating: async () => (await tell({ kind: 'activating', by }))?.reply?.outcome === 'done',
    });
    if (granted.ok) note(site, call, { what: 'granted', desk: by.desk, provider: granted.value.provider });
    return { outcome: granted.ok ? granted.value : granted.error, kept };
  }

  async function replyTo(
    outcome: Grant | NoGrant,
    { site, call }: { site: SiteId; call: CallId },
    by: Holder,
  ): Promise<MediaReply> {
    if (isGrant(outcome)) return { outcome: 'granted', grant: outcome };
    if (typeof outcome === 'object') {
      await board.tell([site], call, { kind: 'vendor-status', status: outcome.status });
      const because = { kind: 'no-longer-ringing', status: outcome.status } as const;
      await board.tell([site], call, { kind: 'connecting-failed', by, because });
      return { outcome: 'refused', because: 'no-longer-ringing' };
    }
    if (outcome === 'not-yours') return { outcome: 'refused', because: 'not-yours' };
    if (outcome === 'provider-unsupported') {
      await board.tell([site], call, { kind: 'connecting-failed', by, because: { kind: outcome } });
      return { outcome: 'refused', because: 'provider-unsupported' };
    }
    const because = { kind: 'vendor-failed', failure: outcome } as const;
    await board.tell([site], call, { kind: 'connecting-failed', by, because });
    return { outcome: 'refused', because: outcome === 'slow' ? 'vendor-slow' : 'vendor-refused' };
  }

  return {
    onMedia,
    follow: ({ site, call, ring }) => {
      const key = `${site} ${call}`;
      const left = ring.phase === 'ringing' ? held.get(key) : undefined;
      if (left) held.set(key, { ...left, by: null });
      if (ring.phase === 'ended') held.delete(key);
    },
  };
}

const isGrant = (outcome: Grant | NoGrant): outcome is Grant => typeof outcome === 'object' && 'token' in outcome;

function refusalFor(ring: Ring, by: Holder): MediaReply | null {
  if (ring.phase === 'ended') return { outcome: 'refused', because: 'ended' };
  if (ring.phase === 'ringing' || !sameSeat(ring.by, by)) return { outcome: 'refused', because: 'not-yours' };
  return ring.call.guid === null ? { outcome: 'refused', because: 'no-media-yet' } : null;
}
