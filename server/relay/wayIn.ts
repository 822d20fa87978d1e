import type { SiteId } from '../../protocol/call.ts';
import type { Alarms } from '../alerts/alarms.ts';
import type { WithheldCalls } from '../answering/withheldCalls.ts';
import type { Clock, Moment } from '../clock.ts';
import type { Demo } from '../demo/demo.ts';
import { watchedReceive } from '../demo/watchedReceive.ts';
import type { Hook } from '../desks/hook.ts';
import type { AccessLog } from '../doors/accessLog.ts';
import { entryOf } from '../doors/doorLog.ts';
import type { HookBuckets } from '../intake/hookBucket.ts';
import { keptBytes } from '../intake/keptBytes.ts';
import { listHook } from '../intake/list/listed.ts';
import { heardIn, type ToldCall } from '../intake/list/reportedCalls.ts';
import type { Reading } from '../intake/normalise.ts';
import { type Delivered, type Receipt, type ReceiveParts, receive } from '../intake/receive.ts';
import { refuse, takeBody } from '../intake/takeBody.ts';
import type { Body } from '../intake/unwrap.ts';
import type { Panels } from '../panels/panels.ts';
import type { CallFacts } from '../ring/state.ts';
import type { Switchboard } from '../ring/switchboard.ts';
import type { AboutSites } from './aboutSites.ts';
import type { Records } from './records.ts';

export type WayInParts = {
  readonly records: Pick<Records, 'journal' | 'settings'>;
  readonly board: Pick<Switchboard, 'arrive'>;
  readonly accessLog: Pick<AccessLog, 'heard'>;
  readonly about: Pick<AboutSites, 'whyNotRung'>;
  /** Null where the vendor is real. */
  readonly demo: Demo | null;
  /** What staff see as the panel of a call. */
  readonly panelName: Panels['nameOf'];
  /** Told of every call that a delivery or the vendor's list told of. */
  readonly called: (site: SiteId, call: ToldCall) => void;
  readonly buckets: HookBuckets;
  /** A call that waits for ButterflyMX's lists is none that a webhook told of: what the list has rings for itself. */
  readonly doubted: (site: SiteId, call: Pick<CallFacts, 'guid' | 'vendorId'>) => void;
  readonly withheld: Pick<WithheldCalls, 'hold' | 'canHold'>;
  /** ButterflyMX's own lists, those of a called account or the building's, would name this call. */
  readonly isListable: (site: SiteId, call: CallFacts) => boolean;
  readonly windowMs: number;
  readonly alarms: Pick<Alarms, 'raise'>;
  readonly reportOdd: ReceiveParts['reportOdd'];
  readonly clock: Clock;
  readonly reportUnwritable: (error: unknown) => void;
};

/** Every delivery's walk, and how many are on it: a stop lets them arrive. */
export type WayIn = {
  /** A POST with all that is in it. */
  readonly take: (body: Body, hook: Hook) => Promise<Receipt>;
  readonly refuseLarge: (hook: Hook) => Promise<Receipt>;
  /** One delivery. */
  readonly walk: (raw: Uint8Array, hook: Hook, now?: () => Moment) => Promise<Receipt>;
  readonly tellSwitchboard: (arrival: Delivered) => void;
  readonly settled: () => Promise<void>;
};

export function wayIn(parts: WayInParts): WayIn {
  const { records, board, accessLog, about, demo, panelName, alarms, reportOdd, clock, reportUnwritable } = parts;
  const { journal, settings } = records;
  const watched = demo === null ? receive : watchedReceive(demo.steps, clock);
  const mayKeep = keptBytes(clock);
  let underWay = 0;

  function tellSwitchboard(arrival: Delivered): void {
    const { reading, site, received } = arrival;
    board.arrive({ ...arrival, reading: named(site, reading) });
    const entry = reading.kind === 'door' ? entryOf(reading.log, received.wall) : null;
    if (entry !== null) accessLog.heard(site, entry);
  }

  /** Only for desks and history: the vendor's list is compared with the vendor's own names. */
  const named = (site: SiteId, reading: Reading): Reading =>
    reading.kind === 'call' || reading.kind === 'status'
      ? { ...reading, facts: { ...reading.facts, panel: panelName(site, reading.facts) } }
      : reading;

  function takeFromBucket(site: SiteId, hook: string): boolean {
    const isWithin = parts.buckets.take(hook);
    if (!isWithin) alarms.raise('hook-flooded', site, hook);
    return isWithin;
  }

  function holdBack(arrival: Delivered): void {
    const { reading, site, bytes, received } = arrival;
    if (reading.kind !== 'call' && reading.kind !== 'status') return;
    parts.doubted(site, reading.facts);
    const identifiers = { ...reading.facts, wordless: bytes };
    const until = received.mono + parts.windowMs;
    /** It rings because ButterflyMX names it: what a delivery of a leaked key said of its end is no word against that. */
    const ring = () => tellSwitchboard({ ...arrival, reading: asBegun(reading) });
    parts.withheld.hold({ site, identifiers, until, ring });
  }

  const asBegun = (reading: Reading & { kind: 'call' | 'status' }): Reading =>
    reading.kind === 'call' ? { ...reading, status: null } : reading;

  function noteReading(read: Pick<Delivered, 'site' | 'reading' | 'received'>): void {
    const heard = heardIn(read);
    if (heard !== null) parts.called(read.site, heard);
  }

  const walk: WayIn['walk'] = (raw, hook, now = clock.moment) => {
    /** What the vendor's list told was never delivered. */
    const receiveIt = hook.id === listHook ? receive : watched;
    const walked = receiveIt(raw, hook, {
      journal,
      whyNotRung: about.whyNotRung,
      panelName,
      keepOthers: (site) => settings.of(site).keepOthers,
      tellSwitchboard,
      holdBack,
      takeFromBucket,
      canWait: (site, call) => parts.withheld.canHold(site) && parts.isListable(site, call),
      mayKeep,
      noteReading,
      reportOdd,
      reportUnwritable,
      now,
    });
    return counted(walked);
  };

  const bodyParts = { journal, mayKeep, reportOdd, reportUnwritable, now: clock.moment };
  const take: WayIn['take'] = (body, hook) => counted(takeBody(body, hook, { ...bodyParts, receive: walk }));
  const refuseLarge: WayIn['refuseLarge'] = (hook) =>
    counted(refuse({ because: 'too-large', bytes: null }, hook, bodyParts));

  function counted(walked: Promise<Receipt>): Promise<Receipt> {
    underWay += 1;
    return walked.finally(() => {
      underWay -= 1;
    });
  }

  async function settled(): Promise<void> {
    while (underWay > 0) await new Promise<void>((resolve) => void clock.after(20, resolve));
  }

  return { take, refuseLarge, walk, tellSwitchboard, settled };
}
