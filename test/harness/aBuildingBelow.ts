import { aBuilding, type Building } from './aBuilding.ts';
import { aPathProxy, type PathProxy } from './aPathProxy.ts';

/** A building whose relay is reached below a path of another web server, by ButterflyMX and desks alike. */
export type BuildingBelow = Building & { readonly proxy: PathProxy; readonly address: string };

export async function aBuildingBelow(path: string, form: Parameters<typeof aPathProxy>[0]): Promise<BuildingBelow> {
  const proxy = await aPathProxy(form);
  const address = `${proxy.origin}${path}`;
  const building = await aBuilding({
    env: { VESTIBULE_PUBLIC_URL: address, VESTIBULE_TRUST_PROXY: '127.0.0.1' },
  });
  proxy.lead(path, building.relay.address);
  return {
    ...building,
    proxy,
    address,
    [Symbol.asyncDispose]: async () => {
      await building[Symbol.asyncDispose]();
      await proxy[Symbol.asyncDispose]();
    },
  };
}
