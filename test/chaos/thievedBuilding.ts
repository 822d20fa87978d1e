/** A building whose webhook's key leaked: a good key beside it, in one of the three settings in which calls can be confirmed, by number alone, or not at all. */
import { z } from 'zod';
import { operator } from '../../protocol/operator.ts';
import { aBuilding } from '../harness/aBuilding.ts';
import type { RunningRelay } from '../harness/aRelay.ts';
import type { RunningSimulator } from '../harness/aSimulator.ts';
import { linkAccount } from '../harness/linkAccount.ts';

/** Who speaks for the site: the called account and an administrator's, an administrator's only, or nobody. */
export const settings = ['called account', 'administrator only', 'no account'] as const;
export type Setting = (typeof settings)[number];

export type ThievedBuilding = {
  readonly relay: RunningRelay;
  readonly simulator: RunningSimulator;
  readonly token: string;
  /** Every address that the thief tries: of the leaked key, of one that was revoked, of another site's, and of none. */
  readonly hooks: { readonly leaked: string; readonly others: readonly string[] };
  /** One real call, whose deliveries come by the key that is named. */
  readonly ring: (key: Key, options: { readonly to?: string; readonly panel: number }) => Promise<string>;
  /** The number that the vendor gave it. */
  readonly numberOf: (guid: string) => Promise<number | null>;
  readonly end: () => Promise<void>;
};

export type Key = 'good' | 'leaked';

const Listed = z.object({
  data: z.array(z.object({ id: z.string(), attributes: z.object({ guid: z.string() }) })),
});
const siteOf = { good: 'demo', leaked: 'leaked' } as const;

export async function aThievedBuilding(setting: Setting): Promise<ThievedBuilding> {
  const building = await aBuilding({
    env: { VESTIBULE_LOG_LEVEL: 'error', VESTIBULE_BUTTERFLYMX_TOKEN: '' },
  });
  const { relay, simulator } = building;
  const [leaked, old, elsewhere] = [await relay.hook(), await relay.hook(), await relay.hook('elsewhere')];
  await relay.ask(operator.revokeHook, { params: { id: old.id } });
  await simulator.register('leaked', 'Harbor House', leaked.url);
  await relay.ask(operator.changeSite, { params: { site: 'demo' }, body: { whichRing: { kind: 'all' } } });
  if (setting !== 'no account') await linkAccount(relay, 'administrator', 'administrator');
  if (setting === 'called account') await linkAccount(relay, 'front-desk', 'called');
  const { token } = await relay.desk();
  return {
    relay,
    simulator,
    token,
    hooks: { leaked: leaked.url, others: [old.url, elsewhere.url, `${leaked.url.slice(0, -4)}AAAA`] },
    ring: (key, { to, panel }) => simulator.ring(siteOf[key], to, { panel }),
    numberOf: async (guid) => {
      const { data } = Listed.parse((await simulator.api('GET', '/v3/me/calls')).body);
      const found = data.find(({ attributes }) => attributes.guid === guid);
      return found === undefined ? null : Number(found.id);
    },
    end: () => building[Symbol.asyncDispose](),
  };
}
