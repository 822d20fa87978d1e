import type { AlarmKind } from '../../protocol/alarm.ts';
import type { Alarms } from './alarms.ts';

/** What calls give rise to; all others tell of the relay, its desks or its accounts, and stand. */
const bornOfCalls = new Set<string>([
  'unheard-call',
  'webhook-missing',
  'unreadable-delivery',
  'delivery-not-understood',
  'delivery-too-large',
  'delivery-unclear',
  'panel-quiet',
  'pictures-failing',
] satisfies AlarmKind[]);

/** Ends the alarms that calls gave rise to: a demonstration that starts over knows no call. */
export function dismissAlarmsOfCalls(alarms: Pick<Alarms, 'list' | 'dismiss'>): void {
  for (const { id, kind } of alarms.list()) if (bornOfCalls.has(kind)) alarms.dismiss(id);
}
