import type { AlarmCause, AlarmKind } from '../../protocol/alarm.ts';
import type { Alarm } from '../../protocol/picture.ts';
import type { Cancel, Clock } from '../clock.ts';
import { makeListeners } from '../listeners.ts';
import type { Log } from '../log.ts';
import { alarmText } from './alarmWords.ts';

/** What an operator must know now. An alarm stands until it is cleared; raising it again changes nothing. */
export type Alarms = {
  readonly raise: (cause: AlarmCause) => void;
  readonly clear: (cause: AlarmCause) => void;
  /** An operator has seen it; false when no such alarm stands. It comes back when its cause does. */
  readonly dismiss: (id: string) => boolean;
  readonly list: () => readonly Alarm[];
  /** From now on the listener is told of all that stand after each change. */
  readonly onChange: (listener: (standing: readonly Alarm[]) => void) => void;
};

/** An alarm of this kind is over when its cause has not come again for so long, in milliseconds. */
const overAfterMs: Partial<Readonly<Record<AlarmKind, number>>> = {
  'unreadable-delivery': 3_600_000,
  'call-not-known': 86_400_000,
  'hook-flooded': 600_000,
  'vendor-rows-unreadable': 3_600_000,
  'wall-refusing': 3_600_000,
  'strangers-crowd': 600_000,
  'connections-full': 600_000,
  'forwarder-not-trusted': 3_600_000,
  'old-key-used': 3_600_000,
  'delivery-not-understood': 3_600_000,
  'delivery-too-large': 3_600_000,
  'delivery-unclear': 3_600_000,
};

export type AlarmParts = {
  readonly clock: Clock;
  readonly log: Log;
  /** Carries one alarm outside, and its clearing; runs in the background. */
  readonly send: (alarm: Alarm, state: 'raised' | 'cleared') => void;
};

export function makeAlarms({ clock, log, send }: AlarmParts): Alarms {
  const standing = new Map<string, Alarm>();
  const quiet = new Map<string, Cancel>();
  const listeners = makeListeners<[readonly Alarm[]]>();
  const list = () => [...standing.values()];
  function waitForQuiet(id: string, kind: AlarmKind): void {
    const ms = overAfterMs[kind];
    if (ms === undefined) return;
    quiet.get(id)?.();
    quiet.set(
      id,
      clock.after(ms, () => dismiss(id)),
    );
  }
  function dismiss(id: string): boolean {
    const alarm = standing.get(id);
    if (alarm !== undefined) remove(alarm);
    return alarm !== undefined;
  }
  function remove(alarm: Alarm): void {
    standing.delete(alarm.id);
    log.info({ alarm: alarm.kind, site: alarm.site }, 'alarm cleared');
    listeners.tell(list());
    send(alarm, 'cleared');
  }
  return {
    raise: (cause) => {
      const { kind } = cause;
      const site = siteOf(cause);
      const id = idOf(cause);
      waitForQuiet(id, kind);
      if (standing.has(id)) return;
      const alarm: Alarm = { id, site, kind, since: clock.moment().wall, text: alarmText(cause) };
      standing.set(id, alarm);
      log.error({ alarm: kind, site }, 'alarm raised');
      listeners.tell(list());
      send(alarm, 'raised');
    },
    clear: (cause) => {
      const alarm = standing.get(idOf(cause));
      if (alarm !== undefined) remove(alarm);
    },
    dismiss,
    list,
    onChange: listeners.add,
  };
}

const siteOf = (cause: AlarmCause) => ('site' in cause ? cause.site : null);

const idOf = (cause: AlarmCause) =>
  [cause.kind, siteOf(cause) ?? 'relay', ...('hook' in cause && cause.hook !== null ? [cause.hook] : [])].join(':');
