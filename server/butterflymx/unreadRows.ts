import type { EpochMs, SiteId } from '../../protocol/call.ts';
import type { Alarms } from '../alerts/alarms.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';

/** A list of the vendor's in an operator's words. */
export type ListName = 'calls' | 'own calls' | 'door log' | 'access points' | 'devices';

/** A list was read, and `unread` of its rows could not be understood. */
export type ListRead = { readonly site: SiteId; readonly list: ListName; readonly unread: number };
export type OnListRead = (read: ListRead) => void;

/** Rows of the vendor's lists that could not be read. They are left out, and an operator is told: a call or a door may be among them. */
export type UnreadRows = {
  readonly onListRead: OnListRead;
  /** The last of each list of a site, at most a day old. */
  readonly of: (site: SiteId) => readonly (ListRead & { readonly at: EpochMs })[];
};

export type UnreadRowsParts = {
  readonly clock: Pick<Clock, 'moment'>;
  readonly log: Pick<Log, 'warn'>;
  readonly alarms: Pick<Alarms, 'raise'>;
};

/** The same list is read every few seconds: its rows are logged once in so long. */
const logEveryMs = 3_600_000;
const rememberedMs = 86_400_000;

export function watchUnreadRows({ clock, log, alarms }: UnreadRowsParts): UnreadRows {
  const seen = new Map<string, ListRead & { readonly at: EpochMs }>();
  const loggedAt = new Map<string, number>();

  function tell({ site, list, unread }: ListRead): void {
    const key = `${site} ${list}`;
    const { wall, mono } = clock.moment();
    seen.set(key, { site, list, unread, at: wall });
    alarms.raise({ kind: 'vendor-rows-unreadable', site });
    if (mono - (loggedAt.get(key) ?? Number.NEGATIVE_INFINITY) < logEveryMs) return;
    loggedAt.set(key, mono);
    log.warn({ site, list, unread }, 'rows of a list cannot be read');
  }

  return {
    onListRead: (read) => {
      if (read.unread > 0) tell(read);
    },
    of: (site) => [...seen.values()].filter((one) => one.site === site && clock.moment().wall - one.at < rememberedMs),
  };
}
