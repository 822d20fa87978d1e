import type { AccessPoint } from './buildings.ts';
import { fullName, type Tenant } from './directory.ts';
import { vendorTime } from './vendorTime.ts';

/** How a door came to open, in the words of the vendor's log. Tools and keychains are objects, as on live accounts. */
export type EntryMethod = string | { readonly access_tool: number } | { readonly keychain: number };

/** One entry, with the vendor's own fields (OpenAPI). */
export type AccessLog = {
  readonly id: number;
  readonly logged_at: string;
  readonly access_point: number;
  readonly entry_method: EntryMethod;
  readonly release_status: 'Unlocked';
  readonly name: string;
  readonly image_url: string | null;
  readonly release_type: 'Tenant';
  readonly unit: number;
  readonly tenant_id: number;
};

export type Release = {
  readonly door: AccessPoint;
  readonly tenant: Tenant;
  readonly how: EntryMethod;
  readonly imageUrl?: string | null;
};

export type Released = { readonly log: AccessLog; readonly door: AccessPoint };

export type AccessLogs = {
  readonly add: (release: Release) => AccessLog;
  /** Newest first. */
  readonly ofBuilding: (buildingId: number) => readonly AccessLog[];
  readonly clear: () => void;
  readonly onAdd: (listener: (released: Released) => void) => void;
};

const mostKept = 500;

export function makeAccessLogs(now: () => Date): AccessLogs {
  let entries: readonly Released[] = [];
  const listeners: ((released: Released) => void)[] = [];
  let last = 410_077_300;
  return {
    add: ({ door, tenant, how, imageUrl = null }) => {
      const log: AccessLog = {
        id: ++last,
        logged_at: vendorTime(now().toISOString()),
        access_point: door.id,
        entry_method: how,
        release_status: 'Unlocked',
        name: fullName(tenant),
        image_url: imageUrl,
        release_type: 'Tenant',
        unit: tenant.unit.id,
        tenant_id: tenant.id,
      };
      entries = [{ log, door }, ...entries].slice(0, mostKept);
      for (const listener of listeners) listener({ log, door });
      return log;
    },
    ofBuilding: (buildingId) => entries.filter(({ door }) => door.buildingId === buildingId).map(({ log }) => log),
    clear: () => {
      entries = [];
    },
    onAdd: (listener) => void listeners.push(listener),
  };
}
