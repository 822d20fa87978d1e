import { harborHouse } from './buildings.ts';

/** A building under the name by which scripts and the panel's page call it; `hook` takes its deliveries without an integration, as if `bindings` had been bound. */
export type Site = {
  readonly id: string;
  readonly name: string;
  readonly buildingId: number;
  readonly hook: string | null;
  readonly bindings: readonly ('call' | 'access_log')[];
};

export type Sites = {
  readonly put: (site: Site) => void;
  readonly find: (id: string) => Site | null;
  readonly list: () => readonly Site[];
};

/** `demo` stands until somebody registers a site, so that a building with integrations alone has a door to ring at. */
const unregistered: Site = { id: 'demo', name: harborHouse.name, buildingId: harborHouse.id, hook: null, bindings: [] };

export function makeSites(): Sites {
  const registered = new Map<string, Site>();
  const list = () => (registered.size === 0 ? [unregistered] : [...registered.values()]);
  return {
    put: (site) => void registered.set(site.id, site),
    find: (id) => list().find((site) => site.id === id) ?? null,
    list,
  };
}
