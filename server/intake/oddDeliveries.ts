import type { Alarms } from '../alerts/alarms.ts';
import type { Clock } from '../clock.ts';
import type { Hook } from '../desks/hook.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { Oddity } from './oddities.ts';

export type OddDeliveriesParts = {
  readonly alarms: Pick<Alarms, 'raise'>;
  readonly metrics: Pick<Metrics, 'oddDelivery'>;
  readonly clock: Pick<Clock, 'after'>;
  readonly log: Pick<Log, 'warn'>;
};

const logEveryMs = 60_000;

/** Tells what was odd about a delivery on a good key: a counter and an alarm each time, and of a hook and kind one log line a minute with how many. */
export function tellOdd({ alarms, metrics, clock, log }: OddDeliveriesParts): (hook: Hook, oddity: Oddity) => void {
  const since = new Map<string, number>();

  function write(hook: Hook, oddity: Oddity, times: number): void {
    log.warn({ site: hook.site, hook: hook.id, oddity, times }, 'a delivery was odd');
    const word = `${hook.id} ${oddity}`;
    since.set(word, 0);
    clock.after(logEveryMs, () => {
      const more = since.get(word) ?? 0;
      since.delete(word);
      if (more > 0) write(hook, oddity, more);
    });
  }

  return (hook, oddity) => {
    metrics.oddDelivery(oddity);
    alarms.raise({ kind: oddity, site: hook.site });
    const word = `${hook.id} ${oddity}`;
    const more = since.get(word);
    if (more === undefined) write(hook, oddity, 1);
    else since.set(word, more + 1);
  };
}
