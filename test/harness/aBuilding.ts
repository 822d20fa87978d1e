import { operator } from '../../protocol/operator.ts';
import { provenDoors } from '../../scripts/provenDoors.ts';
import { aRelay, type RelayOptions, type RunningRelay } from './aRelay.ts';
import { aSimulator, type Bound, type RunningSimulator } from './aSimulator.ts';

/** A relay and a simulated ButterflyMX that know each other, with one site `demo`. */
export type Building = {
  readonly relay: RunningRelay;
  readonly simulator: RunningSimulator;
  /** An address that enrols a page as a new desk, of `demo` unless other sites are named. */
  readonly invite: (name: string, sites?: readonly string[]) => Promise<string>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

export async function aBuilding(
  options: RelayOptions & {
    readonly simulatorEnv?: Readonly<Record<string, string>>;
    /** False: the simulator is told nothing, so that deliveries come by integrations alone. */
    readonly isRegistered?: boolean;
    readonly bindings?: readonly Bound[];
  } = {},
): Promise<Building> {
  const simulator = await aSimulator(options.simulatorEnv);
  const env = {
    VESTIBULE_BUTTERFLYMX_API_URL: simulator.address,
    VESTIBULE_BUTTERFLYMX_ACCOUNTS_URL: simulator.address,
    VESTIBULE_BUTTERFLYMX_TOKEN: simulator.bearer,
    VESTIBULE_SNAPSHOT_ORIGINS: simulator.address,
    ...options.env,
  };
  const relay = await aRelay({ ...options, env });
  await relay.ask(operator.nameSite, { params: { site: 'demo' }, body: { name: 'Harbor House' } });
  await provenDoors(relay.operator, 'demo');
  if (options.isRegistered !== false)
    await simulator.register('demo', 'Harbor House', (await relay.hook('demo')).url, options.bindings);
  return {
    relay,
    simulator,
    invite: async (name, sites = ['demo']) => (await relay.ask(operator.createInvite, { body: { sites, name } })).url,
    [Symbol.asyncDispose]: async () => {
      await relay[Symbol.asyncDispose]();
      await simulator.stop();
    },
  };
}
