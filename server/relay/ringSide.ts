import type { Alarms } from '../alerts/alarms.ts';
import { confirmCalls } from '../answering/confirmCalls.ts';
import { type MediaGrants, makeMediaGrants } from '../answering/media.ts';
import { makeReceipts, type Receipts } from '../answering/receipts.ts';
import { type VendorWord, vendorWord } from '../answering/vendorWord.ts';
import { type CallWatch, watchCalls } from '../answering/watchCalls.ts';
import type { VendorCalls } from '../butterflymx/intercom.ts';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import type { Reconcile } from '../intake/list/reconcile.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { Panels } from '../panels/panels.ts';
import type { AttendanceOf } from '../ring/ports.ts';
import { type Switchboard, switchboard } from '../ring/switchboard.ts';
import type { AboutSites } from './aboutSites.ts';
import { type PictureSide, pictureSide } from './pictureSide.ts';
import type { Records } from './records.ts';

export type RingSideParts = {
  readonly config: Pick<Config, 'snapshotOrigins' | 'ringSeconds'>;
  readonly records: Pick<Records, 'journal' | 'snapshots'>;
  readonly vendor: VendorCalls;
  readonly panels: Pick<Panels, 'called' | 'nameOf'>;
  readonly about: Pick<AboutSites, 'call' | 'canBeChecked' | 'namesOurs'>;
  readonly listed: Pick<Reconcile, 'isAbsent' | 'doubted'>;
  readonly attendanceOf: AttendanceOf;
  readonly alarms: Pick<Alarms, 'raise' | 'clear'>;
  readonly metrics: Pick<Metrics, 'snapshot' | 'receipt'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly reportUnwritable: (error: unknown) => void;
};

/** The life of calls: the switchboard, and what is asked and given while one rings or is talked with. */
export type RingSide = {
  readonly board: Switchboard;
  readonly media: MediaGrants;
  readonly receipts: Receipts;
  readonly callWatch: CallWatch;
  readonly word: VendorWord;
  readonly pictures: PictureSide;
};

export function ringSide(parts: RingSideParts): RingSide {
  const { config, records, vendor, panels, about, listed, alarms, metrics, clock, log, reportUnwritable } = parts;
  const pictures = pictureSide({ config, store: records.snapshots, alarms, metrics, clock, log });
  const board = switchboard({
    journal: records.journal,
    intercom: vendor,
    takeSnapshot: pictures.takeSnapshot,
    attendanceOf: parts.attendanceOf,
    canBeChecked: about.canBeChecked,
    clock,
    windowMs: config.ringSeconds * 1_000,
    reportUnwritable,
  });
  const receipts = makeReceipts({
    board,
    note: (site, call, facts) => void records.journal.note(site, call, facts).catch(reportUnwritable),
    clock,
    observe: metrics.receipt,
  });
  const media = makeMediaGrants({ board, vendor, about: about.call, note: receipts.ride });
  const word = vendorWord({ board, vendor, panels, doubted: listed.doubted, alarms });
  const callWatch = watchCalls({
    clock,
    callStatus: vendor.watchStatus,
    isOurs: (call) => about.call(call).isOurs,
    confirm: vendor.watchConfirm,
    confirming: confirmCalls({
      clock,
      namesOurs: (call) => about.namesOurs(call.site, call),
      isAbsentFromLists: listed.isAbsent,
      conclude: word.conclude,
      confirmed: (state, status) => void word.learn(state, status),
    }),
    tell: word.tellStatus,
    offerPicture: board.offerPicture,
  });
  return { board, media, receipts, callWatch, word, pictures };
}
