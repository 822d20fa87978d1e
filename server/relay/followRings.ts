import type { SiteId } from '../../protocol/call.ts';
import type { Alarms } from '../alerts/alarms.ts';
import { type UnheardWatch, watchUnheard } from '../alerts/unheard.ts';
import { type WhoseCalls, watchWhoseCalls } from '../answering/accountOwnership.ts';
import type { MediaGrants } from '../answering/media.ts';
import { watchPhases } from '../answering/phases.ts';
import type { Receipts } from '../answering/receipts.ts';
import type { CallWatch } from '../answering/watchCalls.ts';
import type { Clock } from '../clock.ts';
import type { VendorSteps } from '../demo/vendorSteps.ts';
import type { Hub } from '../hub/hub.ts';
import { showChanges } from '../hub/showChanges.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { AboutCall } from '../ring/abilities.ts';
import type { Switchboard } from '../ring/switchboard.ts';
import type { DeskSide } from './deskSide.ts';

export type FollowRingsParts = {
  readonly rings: {
    readonly board: Pick<Switchboard, 'onChange' | 'find' | 'rings' | 'resume'>;
    readonly media: Pick<MediaGrants, 'follow'>;
    readonly receipts: Pick<Receipts, 'ride' | 'onSounding'>;
    readonly callWatch: Pick<CallWatch, 'follow'>;
  };
  readonly desks: Pick<DeskSide, 'missedChanged'> & {
    readonly hub: Pick<Hub, 'showRing' | 'isDrawn' | 'showAnew'>;
  };
  readonly about: AboutCall;
  /** Null where the vendor is real. */
  readonly steps: Pick<VendorSteps, 'joined'> | null;
  readonly alarms: Pick<Alarms, 'raise' | 'clear'>;
  readonly metrics: Pick<Metrics, 'ended'>;
  readonly clock: Clock;
  readonly log: Log;
};

/** Everyone who follows a ring from its beginning to its end. */
export type RingFollowers = {
  readonly unheard: Pick<UnheardWatch, 'forget'>;
  readonly accountsChanged: WhoseCalls['accountsChanged'];
  /** After a start: takes up what the last run left at these sites, and follows it. */
  readonly resume: (sites: readonly SiteId[]) => Promise<void>;
};

/** Every change of a ring: shown first, then everything that may take its time, in this order. */
export function followRings(parts: FollowRingsParts): RingFollowers {
  const { rings, desks, about, steps, alarms, metrics, clock, log } = parts;
  const { board, media, receipts, callWatch } = rings;
  const { hub, missedChanged } = desks;
  const note = receipts.ride;
  const shows = showChanges({ board, hub, note });
  const whoseCalls = watchWhoseCalls({ about, showAnew: hub.showAnew });
  const unheard = watchUnheard({ clock, alarms, note, isDrawn: hub.isDrawn, pushAgain: shows.showAgain });
  receipts.onSounding(unheard.heard);
  const followPhases = watchPhases({
    log,
    talking: (site, call) => steps?.joined(site, call),
    ended: (site, reason) => {
      metrics.ended(reason);
      void missedChanged(site);
    },
  });

  board.onChange(shows.follow);
  board.onChange(media.follow);
  board.onChange(callWatch.follow);
  board.onChange(whoseCalls.follow);
  board.onChange(unheard.follow);
  board.onChange(followPhases);

  async function resume(sites: readonly SiteId[]): Promise<void> {
    await board.resume();
    for (const state of board.rings(sites)) {
      hub.showRing(state);
      callWatch.follow(state);
      whoseCalls.follow(state);
    }
  }

  return { unheard, accountsChanged: whoseCalls.accountsChanged, resume };
}
