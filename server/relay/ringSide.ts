import { CallId, type SiteId } from '../../protocol/call.ts';
import type { Alarms } from '../alerts/alarms.ts';
import { type UnheardWatch, watchUnheard } from '../alerts/unheard.ts';
import { type WhoseCalls, watchWhoseCalls } from '../answering/accountOwnership.ts';
import { confirmCalls } from '../answering/confirmCalls.ts';
import { type MediaDesk, mediaDesk } from '../answering/media.ts';
import { makeReceipts, type Receipts } from '../answering/receipts.ts';
import { type CallWatch, watchCalls } from '../answering/watchCalls.ts';
import type { VendorCalls } from '../butterflymx/intercom.ts';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import type { Hub } from '../hub/hub.ts';
import type { Reconcile } from '../intake/list/reconcile.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { Panels } from '../panels/panels.ts';
import type { AboutCall, AttendanceOf, CallStatus, RingState } from '../ring/ports.ts';
import { type Ring, type RingCall, vendorCallOf } from '../ring/state.ts';
import { type Switchboard, switchboard } from '../ring/switchboard.ts';
import type { AboutSites } from './aboutSites.ts';
import { type PictureSide, pictureSide } from './pictureSide.ts';
import type { Records } from './records.ts';

export type RingSideParts = {
  readonly config: Pick<Config, 'snapshotOrigins' | 'ringSeconds'>;
  readonly records: Pick<Records, 'journal' | 'snapshots'>;
  readonly vendor: VendorCalls;
  readonly panels: Pick<Panels, 'called' | 'nameOf'>;
  readonly canBeChecked: AboutSites['canBeChecked'];
  readonly namesOurs: AboutSites['namesOurs'];
  /** Whether the building's own list lacks a call; null where none is read. */
  readonly isAbsentFromLists: (call: RingCall) => boolean | null;
  /** No call of the building's list is this one. */
  readonly doubted: Reconcile['doubted'];
  readonly hub: Pick<Hub, 'showRing' | 'isDrawn' | 'showMissed' | 'showAnew'>;
  readonly attendanceOf: AttendanceOf;
  readonly about: AboutCall;
  readonly alarms: Pick<Alarms, 'raise' | 'clear'>;
  readonly metrics: Pick<Metrics, 'snapshot' | 'receipt' | 'ended'>;
  readonly clock: Clock;
  readonly log: Log;
  /** A seat talks with the visitor. */
  readonly joined: (site: SiteId, call: RingCall) => void;
  readonly reportFailure: (doing: string, error: unknown) => void;
  readonly reportUnwritable: (error: unknown) => void;
};

/** The life of calls: the switchboard, and everyone who follows a ring from its beginning to its end. */
export type RingSide = {
  readonly board: Switchboard;
  readonly media: MediaDesk;
  readonly receipts: Receipts;
  readonly unheard: Pick<UnheardWatch, 'forget'>;
  readonly callWatch: CallWatch;
  readonly pictures: PictureSide;
  readonly accountsChanged: WhoseCalls['accountsChanged'];
  readonly tellStatus: (site: SiteId, call: CallId, status: string) => void;
  /** An account that was called lists this guid among its newest calls. */
  readonly tellListed: (site: SiteId, guid: string) => void;
  /** Asks ButterflyMX about a call in the time that a press of a door may take; gives the ring as it is then. */
  readonly confirm: (state: RingState) => Promise<RingState>;
  /** After a start: takes up what the last run left at these sites, and follows it. */
  readonly resume: (sites: readonly SiteId[]) => Promise<void>;
};

export function ringSide(parts: RingSideParts): RingSide {
  const { config, records, vendor, hub, about, alarms, metrics, clock, log, reportFailure, reportUnwritable } = parts;
  const ride: Receipts['ride'] = (site, call, fact) => receipts.ride(site, call, fact);
  const pictures = pictureSide({ config, store: records.snapshots, alarms, metrics, clock, log });
  const board = switchboard({
    journal: records.journal,
    intercom: vendor,
    takeSnapshot: pictures.takeSnapshot,
    attendanceOf: parts.attendanceOf,
    canBeChecked: parts.canBeChecked,
    clock,
    windowMs: config.ringSeconds * 1_000,
    changed: follow,
    reportUnwritable,
  });
  const tellStatus: RingSide['tellStatus'] = (site, call, status) =>
    void board.tell([site], call, { kind: 'vendor-status', status });
  const tellListed: RingSide['tellListed'] = (site, guid) => {
    const live = CallId.safeParse(guid);
    if (live.success) void board.tell([site], live.data, { kind: 'confirmed', panelId: null, panel: null });
  };
  const media = mediaDesk({ board, vendor, about, note: ride });
  const callWatch = watchCalls({
    clock,
    callStatus: vendor.watchStatus,
    isOurs: (call) => about(call).isOurs,
    confirm: vendor.watchConfirm,
    confirming: confirmCalls({
      clock,
      namesOurs: (call) => parts.namesOurs(call.site, call),
      isAbsentFromLists: parts.isAbsentFromLists,
      conclude,
      confirmed: (state, status) => void learn(state, status),
    }),
    tell: tellStatus,
    offerPicture: board.offerPicture,
  });

  /** ButterflyMX knows the call: only now is its panel learnt. */
  async function learn({ site, call, ring }: RingState, { panelId, panelName }: CallStatus): Promise<RingState | null> {
    const { guid, vendorId, receivedAt } = ring.call;
    if (panelId !== null || panelName !== null)
      parts.panels.called(site, { guid, vendorId, panelId, panel: panelName, at: receivedAt });
    const panel = parts.panels.nameOf(site, { panelId, panel: panelName });
    return (await board.tell([site], call, { kind: 'confirmed', panelId, panel }))?.state ?? null;
  }

  /** ButterflyMX does not know it, or nobody here can tell. Neither is said again. */
  function conclude({ site, call, ring }: RingState, because: 'not-known' | 'cannot-be-checked'): void {
    if (ring.confirmation === 'confirmed' || ring.confirmation === because) return;
    void board.tell([site], call, { kind: 'not-confirmed', because });
    if (because === 'not-known') parts.doubted(site, ring.call);
    if (because === 'not-known') alarms.raise('call-not-known', site, ring.call.hook ?? undefined);
  }

  const confirm: RingSide['confirm'] = async (state) => {
    const call = vendorCallOf(state.ring.call);
    if (call === null) return state;
    const answer = await vendor.confirm(call, AbortSignal.timeout(confirmInPressMs));
    return answer.kind === 'known' ? ((await learn(state, answer.status)) ?? state) : state;
  };
  const whoseCalls = watchWhoseCalls({ about, showAnew: (site) => hub.showAnew(site) });
  const receipts = makeReceipts({
    board,
    note: (site, call, facts) => void records.journal.note(site, call, facts).catch(reportUnwritable),
    clock,
    observe: metrics.receipt,
    heard: (site, call) => unheard.heard(site, call),
  });
  const unheard = watchUnheard({
    clock,
    alarms,
    note: ride,
    pushAgain: (site, call) =>
      void board.find([site], call).then((state) => {
        if (state !== null && state.ring.phase === 'ringing') hub.showRing(state);
      }),
  });

  /** Every change of a ring: shown first, then everything that may take its time. */
  function follow(state: RingState, before: Ring | null): void {
    const seats = hub.showRing(state);
    if (before === null && hub.isDrawn(state))
      ride(state.site, state.call, { what: 'sent', desk: null, detail: `${seats} seats` });
    media.follow(state);
    callWatch.follow(state);
    whoseCalls.follow(state);
    if (before !== null || hub.isDrawn(state)) unheard.follow(state, before);
    if (before?.phase !== state.ring.phase) followPhase(state, before);
  }

  function followPhase({ ring, site, call }: RingState, before: Ring | null): void {
    if (ring.phase === 'talking') parts.joined(site, ring.call);
    const reason = ring.phase === 'ended' ? ring.reason : undefined;
    log.info({ site, callId: call, from: before?.phase ?? null, to: ring.phase, reason }, 'ring');
    if (ring.phase !== 'ended') return;
    metrics.ended(ring.reason);
    hub.showMissed(site).catch((error: unknown) => reportFailure('missed', error));
  }

  async function resume(sites: readonly SiteId[]): Promise<void> {
    await board.resume();
    for (const state of board.rings(sites)) {
      hub.showRing(state);
      callWatch.follow(state);
      whoseCalls.follow(state);
    }
  }

  const { accountsChanged } = whoseCalls;
  const talking = { media, receipts, unheard, callWatch, pictures };
  return { board, ...talking, accountsChanged, tellStatus, tellListed, confirm, resume };
}

/** The most that a press waits for ButterflyMX's word about its call. */
const confirmInPressMs = 2_500;
