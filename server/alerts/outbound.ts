import type { Alarm } from '../../protocol/picture.ts';
import { type Clock, deadlineIn } from '../clock.ts';
import type { Log } from '../log.ts';

const deadlineMs = 3_000;
const againAfterMs: readonly number[] = [2_000, 10_000];

/** One JSON POST per alarm and one when it clears, in this order, three tries each. Without an address it does nothing. */
export function outboundAlerts(url: string | null, { clock, log }: { readonly clock: Clock; readonly log: Log }) {
  const underWay = new Map<string, Promise<void>>();

  async function post(alarm: Alarm, state: 'raised' | 'cleared'): Promise<void> {
    for (const waitMs of [...againAfterMs, null]) {
      if (url === null || (await accepted(url, { ...alarm, state }))) return;
      if (waitMs !== null) await new Promise<void>((resolve) => void clock.after(waitMs, resolve));
    }
    log.error({ alarm: alarm.kind }, 'an alarm could not be sent; check VESTIBULE_ALERT_URL');
  }
  return (alarm: Alarm, state: 'raised' | 'cleared'): void => {
    const posted = (underWay.get(alarm.id) ?? Promise.resolve()).then(() => post(alarm, state));
    underWay.set(alarm.id, posted);
    void posted.then(() => {
      if (underWay.get(alarm.id) === posted) underWay.delete(alarm.id);
    });
  };
}

async function accepted(url: string, body: unknown): Promise<boolean> {
  try {
    const request = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    return (await fetch(url, { ...request, redirect: 'error', signal: deadlineIn(deadlineMs) })).ok;
  } catch {
    return false;
  }
}
