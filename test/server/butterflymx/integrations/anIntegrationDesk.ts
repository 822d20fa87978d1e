import { onTestFinished } from 'vitest';
import { SiteId } from '../../../../protocol/call.ts';
import { IntegrationRequest } from '../../../../protocol/integration.ts';
import type { Accounts } from '../../../../server/butterflymx/account.ts';
import { makeIntegrations } from '../../../../server/butterflymx/integrations/integrations.ts';
import { keepKeyAppointments } from '../../../../server/butterflymx/integrations/keyAppointments.ts';
import { rememberedIntegrations } from '../../../../server/butterflymx/integrations/rememberedIntegrations.ts';
import { vendorIntegrations } from '../../../../server/butterflymx/integrations/vendorIntegrations.ts';
import { restClient } from '../../../../server/butterflymx/rest.ts';
import { makeDirectory } from '../../../../server/desks/directory.ts';
import { makeSiteSettings } from '../../../../server/desks/siteSettings.ts';
import { type ManualClock, manualClock } from '../../../fakes/manualClock.ts';
import { type SomeStores, someStores } from '../../../harness/stores.ts';

export const harbor = SiteId.parse('harbor');
export const building = IntegrationRequest.parse({ scope: 'building', target: 61200 });
export const tenant = IntegrationRequest.parse({ scope: 'tenant', target: 7340021 });
export const ofBuilding = '/v4/buildings/61200/integrations';
export const ofTenant = '/v4/tenants/7340021/integrations';
export const ofTenantInV3 = '/v3/tenants/7340021/integrations';

export type DeskOptions = {
  readonly address?: string | null;
  readonly roles?: readonly ('administrator' | 'called')[];
  readonly opened?: SomeStores;
  readonly clock?: ManualClock;
};

/** The relay's side of subscriptions: real stores, real HTTP to the vendor, an account with these roles. `again`: the next run over the same data. */
export async function anIntegrationDesk(vendorAddress: string, options: DeskOptions = {}) {
  const { address = 'https://relay.example', roles = ['administrator', 'called'] } = options;
  const clock = options.clock ?? manualClock();
  const opened = options.opened ?? (await someStores('sqlite', clock));
  const { stores, drained } = opened;
  const now = () => clock.moment().wall;
  const directory = await makeDirectory(stores.directory, now);
  const settings = await makeSiteSettings(stores.settings);
  const store = await rememberedIntegrations(stores.integrations);
  const accounts: Accounts = {
    bearer: async ({ role }) =>
      roles.includes(role)
        ? { ok: true, value: { account: role, apiUrl: vendorAddress, token: role } }
        : { ok: false, error: 'no-account' },
    renewed: async () => ({ ok: false, error: 'refused' }),
  };
  const alarms: string[] = [];
  const told: string[] = [];
  const appointments = keepKeyAppointments({
    store,
    directory,
    clock,
    reportFailure: (doing) => void told.push(`failed: ${doing}`),
  });
  const vendor = vendorIntegrations(restClient({ accounts, now: () => clock.moment().mono }));
  const integrations = makeIntegrations({
    vendor,
    store,
    directory,
    settings,
    alarms: {
      raise: (cause) => {
        const word = Object.values(cause).join(' ');
        if (!alarms.includes(word)) {
          alarms.push(word);
          told.push(`raised ${word}`);
        }
      },
      clear: (cause) => {
        const word = Object.values(cause).join(' ');
        const place = alarms.indexOf(word);
        if (place < 0) return;
        alarms.splice(place, 1);
        told.push(`cleared ${word}`);
      },
    },
    address: () => address,
    now,
    appointed: appointments.look,
  });
  let closed = false;
  const end = async () => {
    if (closed) return;
    closed = true;
    await Promise.all([integrations.stop(), appointments.stop()]);
  };
  onTestFinished(end);
  /** How the key of an address is taken now. */
  const takes = (url: string) => directory.hookByKey(url.slice(url.lastIndexOf('/') + 1)) !== null;
  return {
    integrations,
    vendor,
    directory,
    settings,
    store,
    appointments,
    clock,
    alarms,
    told,
    takes,
    drained,
    again: async () => {
      await end();
      return anIntegrationDesk(vendorAddress, { ...options, opened: await opened.again(), clock });
    },
  };
}
