import type { SiteId } from '../../protocol/call.ts';
import type { Alarm } from '../../protocol/desk.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';

/** What an operator must know now. An alarm stands until it is cleared; raising it again changes nothing. */
export type Alarms = {
  readonly raise: (kind: AlarmKind, site: SiteId | null) => void;
  readonly clear: (kind: AlarmKind, site: SiteId | null) => void;
  readonly list: () => readonly Alarm[];
};

export type AlarmKind = 'unreadable-delivery' | 'journal-cannot-write';

/** What each alarm says to a person: what is wrong, and what to do. */
const texts: Readonly<Record<AlarmKind, string>> = {
  'unreadable-delivery':
    'ButterflyMX sent something that Vestibule cannot read. Calls may ring without details. Tell whoever looks after Vestibule.',
  'journal-cannot-write':
    'The relay cannot write its journal. Calls still ring, doors stay shut. Free space on its disk.',
};

export type AlarmParts = {
  readonly clock: Clock;
  readonly log: Log;
  readonly changed: (standing: readonly Alarm[]) => void;
  /** Carries one alarm outside, and its clearing; runs in the background. */
  readonly send: (alarm: Alarm, state: 'raised' | 'cleared') => void;
};

export function makeAlarms({ clock, log, changed, send }: AlarmParts): Alarms {
  const standing = new Map<string, Alarm>();
  const list = () => [...standing.values()];
  return {
    raise: (kind, site) => {
      const id = `${kind}:${site ?? 'relay'}`;
      if (standing.has(id)) return;
      const alarm: Alarm = { id, site, kind, since: clock.moment().wall, text: texts[kind] };
      standing.set(id, alarm);
      log.error({ alarm: kind, site }, 'alarm raised');
      changed(list());
      send(alarm, 'raised');
    },
    clear: (kind, site) => {
      const alarm = standing.get(`${kind}:${site ?? 'relay'}`);
      if (alarm === undefined) return;
      standing.delete(alarm.id);
      log.info({ alarm: kind, site }, 'alarm cleared');
      changed(list());
      send(alarm, 'cleared');
    },
    list,
  };
}
