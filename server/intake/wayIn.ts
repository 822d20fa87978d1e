/** Every delivery's walk, from a webhook or from the vendor's list, and how many are on it. */
import type { SiteId } from '../../protocol/call.ts';
import type { Alarms } from '../alerts/alarms.ts';
import type { Clock } from '../clock.ts';
import type { Hook } from '../desks/hook.ts';
import type { AccessLog } from '../doors/accessLog.ts';
import { entryOf } from '../doors/doorLog.ts';
import type { Switchboard } from '../ring/switchboard.ts';
import { inTurns } from '../ring/turns.ts';
import { type HoldBackParts, holdBack } from './holdBack.ts';
import type { HookBuckets } from './hookBucket.ts';
import { keptBytes } from './keptBytes.ts';
import { listedDelivery, listHook } from './list/listed.ts';
import type { ListReaders, Reconcile } from './list/reconcile.ts';
import { heardIn, type ToldCall } from './list/reportedCalls.ts';
import type { Reading } from './normalise.ts';
import type { Item } from './readDelivery.ts';
import { type Delivered, type Receipt, type ReceiveParts, receive } from './receive.ts';
import { refuse, takeBody } from './takeBody.ts';
import type { Body } from './unwrap.ts';

export type WayInParts = Omit<HoldBackParts, 'tellSwitchboard' | 'listed'> &
  Pick<ReceiveParts, 'journal' | 'whyNotRung' | 'panelName' | 'keepOthers' | 'reportOdd' | 'reportUnwritable'> & {
    readonly board: Pick<Switchboard, 'arrive' | 'propose'>;
    readonly accessLog: Pick<AccessLog, 'heard'>;
    /** The walk of what a webhook brought, where somebody watches it. */
    readonly receiveWatched: typeof receive;
    /** A reading as desks and history know it. */
    readonly asStaffSay: (site: SiteId, reading: Reading) => Reading;
    /** A panel called; of webhooks only ButterflyMX's own answer tells that. */
    readonly panelCalled: (site: SiteId, call: ToldCall) => void;
    readonly listed: HoldBackParts['listed'] & Pick<Reconcile, 'heard'>;
    readonly buckets: HookBuckets;
    readonly alarms: Pick<Alarms, 'raise'>;
    readonly clock: Clock;
  };

export type WayIn = {
  /** A POST with all that is in it. */
  readonly take: (body: Body, hook: Hook) => Promise<Receipt>;
  readonly refuseLarge: (hook: Hook) => Promise<Receipt>;
  /** A call that the vendor's list has and no webhook told; false when it could not be stored. */
  readonly takeListed: ListReaders['deliver'];
  readonly tellSwitchboard: (arrival: Delivered) => void;
  /** A stop lets what is under way arrive. */
  readonly settled: () => Promise<void>;
};

export function wayIn(parts: WayInParts): WayIn {
  const { journal, accessLog, listed, alarms, clock, reportOdd, reportUnwritable } = parts;
  const mayKeep = keptBytes(clock);
  let underWay = 0;

  function tellSwitchboard(arrival: Delivered): void {
    const { reading, site, received } = arrival;
    parts.board.arrive({ ...arrival, reading: parts.asStaffSay(site, reading) });
    const entry = reading.kind === 'door' ? entryOf(reading.log, received.wall) : null;
    if (entry !== null) accessLog.heard(site, entry);
  }

  /** A stop waits for what was answered to be passed on too. */
  function afterAnswer(push: () => void): Promise<void> {
    underWay += 1;
    return new Promise<void>((resolve) => void setImmediate(resolve)).then(push).finally(() => {
      underWay -= 1;
    });
  }

  function takeFromBucket(site: SiteId, hook: string): boolean {
    const isWithin = parts.buckets.take(hook);
    if (!isWithin) alarms.raise({ kind: 'hook-flooded', site, hook });
    return isWithin;
  }

  function noteReading(read: Pick<Delivered, 'site' | 'reading' | 'received'>): void {
    const told = heardIn(read);
    if (told === null) return;
    if (told.isListed) parts.panelCalled(read.site, told);
    else listed.heard(read.site, told);
  }

  const common = { journal, mayKeep, reportOdd, reportUnwritable };
  const receiving = {
    ...common,
    ...holdBack({ ...parts, tellSwitchboard }),
    whyNotRung: parts.whyNotRung,
    panelName: parts.panelName,
    keepOthers: parts.keepOthers,
    tellSwitchboard,
    propose: (arrival: Omit<Delivered, 'begun'>) =>
      parts.board.propose({ ...arrival, reading: parts.asStaffSay(arrival.site, arrival.reading) }),
    takeFromBucket,
    noteReading,
    turns: inTurns(reportUnwritable),
    afterAnswer,
    clock,
  };
  const walk = (item: Item, hook: Hook, now = clock.moment) => {
    /** What the vendor's list told was never delivered. */
    const receiveIt = hook.id === listHook ? receive : parts.receiveWatched;
    return counted(receiveIt(item, hook, { ...receiving, now }));
  };

  const bodyParts = { ...common, now: clock.moment };
  const take: WayIn['take'] = (body, hook) => counted(takeBody(body, hook, { ...bodyParts, receive: walk }));
  const takeListed: WayIn['takeListed'] = async (site, { record }, { guid, received }) =>
    (await walk(listedDelivery(record, guid), { id: listHook, site }, () => received)) !== 'not-stored';
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

  return { take, refuseLarge, takeListed, tellSwitchboard, settled };
}
