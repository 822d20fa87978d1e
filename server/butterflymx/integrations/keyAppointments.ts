import type { Cancel, Clock } from '../../clock.ts';
import type { Directory } from '../../desks/directory.ts';
import type { IntegrationStore } from './heldIntegrations.ts';

export type AppointmentParts = {
  readonly store: Pick<IntegrationStore, 'expiring' | 'expired'>;
  readonly directory: Pick<Directory, 'revokeHook'>;
  readonly clock: Clock;
  readonly reportFailure: (doing: string, error: unknown) => void;
};

/** A write that failed is tried again after this time, in milliseconds. */
const againMs = 60_000;

/** Revokes each replaced key when its overlap is over: those of an earlier run at once, the others in their time. `look` after every change. */
export function keepKeyAppointments({ store, directory, clock, reportFailure }: AppointmentParts): {
  readonly look: () => void;
  readonly stop: () => Promise<void>;
} {
  let cancel: Cancel = () => {};
  let underWay: Promise<void> = Promise.resolve();
  let stopped = false;
  const wakeAfter = (ms: number) => {
    cancel();
    if (!stopped) cancel = clock.after(ms, look);
  };

  async function revokeDue(): Promise<void> {
    const { wall } = clock.moment();
    for (const { hook, at } of store.expiring()) {
      if (at > wall) continue;
      await directory.revokeHook(hook);
      await store.expired(hook);
    }
    const [next] = store.expiring();
    if (next !== undefined) wakeAfter(next.at - wall);
  }

  function look(): void {
    underWay = underWay.then(revokeDue).catch((error: unknown) => {
      reportFailure('revoking a replaced key', error);
      wakeAfter(againMs);
    });
  }
  return {
    look,
    stop: async () => {
      stopped = true;
      cancel();
      await underWay;
    },
  };
}
