/** The first step of joining: what is kept, and what everybody may write to or ask. It needs nobody. */
import { type Alarms, makeAlarms } from '../alerts/alarms.ts';
import { outboundAlerts } from '../alerts/outbound.ts';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import { makeSeats, type Seats } from '../desks/seats.ts';
import type { Log } from '../log.ts';
import { type Metrics, makeMetrics } from '../metrics.ts';
import type { OpenedStores } from '../store/opened.ts';
import { openRecords, type Records } from './records.ts';

/** What each step is given. */
export type Given = {
  readonly config: Config;
  readonly opened: OpenedStores;
  readonly clock: Clock;
  readonly log: Log;
  /** The relay's own address; empty until it listens. */
  readonly address: () => string;
  readonly isStopping: () => boolean;
  readonly reportFailure: (doing: string, error: unknown) => void;
};

export type Stores = {
  readonly alarms: Alarms;
  readonly records: Records;
  readonly seats: Seats;
  readonly metrics: Metrics;
  readonly reportUnwritable: (error: unknown) => void;
};

/** Records may raise an alarm while they are opened, before there are desks; each desk's picture has what stands. */
export async function openStores({ config, opened, clock, log }: Given): Promise<Stores> {
  const alarms = makeAlarms({ clock, log, send: outboundAlerts(config.alertUrl, { clock, log }) });
  const reportUnwritable = (error: unknown) => {
    log.error({ err: error }, 'the journal cannot write');
    alarms.raise({ kind: 'journal-cannot-write' });
  };
  const records = await openRecords({ config, opened, clock, log, alarms, reportUnwritable });
  return { alarms, records, seats: makeSeats(clock), metrics: makeMetrics(), reportUnwritable };
}
