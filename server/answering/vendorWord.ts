/** Tells rings what ButterflyMX says of their calls. */
import { CallId, type SiteId } from '../../protocol/call.ts';
import type { Alarms } from '../alerts/alarms.ts';
import type { VendorCalls } from '../butterflymx/intercom.ts';
import { deadlineIn } from '../clock.ts';
import type { CallStatus, RingState } from '../ring/ports.ts';
import { type RingCall, vendorCallOf } from '../ring/state.ts';
import type { Switchboard } from '../ring/switchboard.ts';

export type VendorWord = {
  /** How a call stands. */
  readonly tellStatus: (site: SiteId, call: CallId, status: string) => void;
  /** An account that was called lists this guid among its newest calls. */
  readonly tellListed: (site: SiteId, guid: string) => void;
  /** ButterflyMX knows the call: only now is its panel learnt. Null when the call is known here no more. */
  readonly learn: (state: RingState, status: CallStatus) => Promise<RingState | null>;
  /** ButterflyMX does not know it, or nobody here can tell. Neither is said again. */
  readonly conclude: (state: RingState, because: 'not-known' | 'cannot-be-checked') => void;
  /** Asks about a call in the time that a press of a door may take; gives the ring as it is then. */
  readonly confirm: (state: RingState) => Promise<RingState>;
};

type PanelOf = { readonly panelId: number | null; readonly panel: string | null };

export type VendorWordParts = {
  readonly board: Pick<Switchboard, 'tell'>;
  readonly vendor: Pick<VendorCalls, 'confirm'>;
  readonly panels: {
    readonly called: (
      site: SiteId,
      call: Pick<RingCall, 'guid' | 'vendorId'> & PanelOf & { readonly at: RingCall['receivedAt'] },
    ) => void;
    readonly nameOf: (site: SiteId, call: PanelOf) => string | null;
  };
  /** No call of the building's list is this one. */
  readonly doubted: (site: SiteId, call: RingCall) => void;
  readonly alarms: Pick<Alarms, 'raise'>;
};

/** The most that a press waits for ButterflyMX's word about its call. */
const confirmInPressMs = 2_500;

export function vendorWord({ board, vendor, panels, doubted, alarms }: VendorWordParts): VendorWord {
  const learn: VendorWord['learn'] = async ({ site, call, ring }, { panelId, panelName }) => {
    const { guid, vendorId, receivedAt } = ring.call;
    if (panelId !== null || panelName !== null)
      panels.called(site, { guid, vendorId, panelId, panel: panelName, at: receivedAt });
    const panel = panels.nameOf(site, { panelId, panel: panelName });
    return (await board.tell([site], call, { kind: 'confirmed', panelId, panel }))?.state ?? null;
  };

  return {
    learn,
    tellStatus: (site, call, status) => void board.tell([site], call, { kind: 'vendor-status', status }),
    tellListed: (site, guid) => {
      const live = CallId.safeParse(guid);
      if (live.success) void board.tell([site], live.data, { kind: 'confirmed', panelId: null, panel: null });
    },
    conclude: ({ site, call, ring }, because) => {
      if (ring.confirmation === 'confirmed' || ring.confirmation === because) return;
      void board.tell([site], call, { kind: 'not-confirmed', because });
      if (because !== 'not-known') return;
      doubted(site, ring.call);
      alarms.raise({ kind: 'call-not-known', site, hook: ring.call.hook });
    },
    confirm: async (state) => {
      const call = vendorCallOf(state.ring.call);
      if (call === null) return state;
      const answer = await vendor.confirm(call, deadlineIn(confirmInPressMs));
      return answer.kind === 'known' ? ((await learn(state, answer.status)) ?? state) : state;
    },
  };
}
