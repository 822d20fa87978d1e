import type { Alarms } from '../alerts/alarms.ts';
import { watchIntegrations } from '../alerts/integrationWatch.ts';
import { type Integrations, makeIntegrations } from '../butterflymx/integrations/integrations.ts';
import { keepKeyAppointments } from '../butterflymx/integrations/keyAppointments.ts';
import { rememberedIntegrations } from '../butterflymx/integrations/rememberedIntegrations.ts';
import { vendorIntegrations } from '../butterflymx/integrations/vendorIntegrations.ts';
import type { AskVendor } from '../butterflymx/rest.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Records } from './records.ts';

export type RegistrationsParts = {
  readonly records: Pick<Records, 'stores' | 'directory' | 'settings'>;
  readonly ask: AskVendor;
  readonly alarms: Pick<Alarms, 'raise' | 'clear'>;
  readonly reachedAt: () => string;
  readonly clock: Clock;
  readonly log: Log;
  readonly reportFailure: (doing: string, error: unknown) => void;
};

/** Where the vendor was told to send webhooks: kept right, and their keys replaced. */
export type Registrations = {
  readonly integrations: Integrations;
  /** Once the relay can be reached. */
  readonly begin: () => void;
  readonly stop: () => Promise<void>;
};

export async function registrations(parts: RegistrationsParts): Promise<Registrations> {
  const { records, ask, alarms, reachedAt, clock, log, reportFailure } = parts;
  const { directory, settings } = records;
  const store = await rememberedIntegrations(records.stores.integrations);
  const appointments = keepKeyAppointments({ store, directory, clock, reportFailure });
  const integrations = makeIntegrations({
    vendor: vendorIntegrations(ask),
    store,
    directory,
    settings,
    alarms,
    address: reachedAt,
    now: () => clock.moment().wall,
    appointed: appointments.look,
  });

  function begin(): void {
    for (const { site, id, nextHook } of integrations.held())
      if (nextHook !== null)
        log.warn(
          { site, integration: id },
          'a rotation was cut short: both keys are good; run vestibule integration rotate',
        );
    appointments.look();
    watchIntegrations({ clock, lookAtAll: integrations.lookAtAll, reportFailure });
  }

  async function stop(): Promise<void> {
    await Promise.all([integrations.stop(), appointments.stop()]);
  }

  return { integrations, begin, stop };
}
