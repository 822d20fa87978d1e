import { z } from 'zod';
import type { CallId, SiteId } from '../../protocol/call.ts';
import { type AccessPoint, type VendorDevice, VendorNumber } from '../../protocol/door.ts';
import { ok, type Result } from '../../protocol/result.ts';
import type { VendorCall } from '../ring/ports.ts';
import type { AccountRole } from './account.ts';
import { notificationOf, vendorDeadlineMs } from './intercom.ts';
import { readList } from './lists.ts';
import type { AskVendor, VendorAnswer, VendorRefusal } from './rest.ts';

/** `unknown`: the door may have moved; nobody may ask again before looking. `no-account`: nothing was sent. */
export type Release = 'accepted' | 'refused' | 'unknown' | 'no-account';

/** What a door is released by, in v4: one access point, or a device with all of its own. */
export type Opening = { readonly accessPoint: number } | { readonly device: number };

/** The vendor's side of doors. A release is asked for once; only a 401, to which nothing was done, is asked again. Nothing rejects. */
export type VendorDoors = {
  /** Through the live call of the panel whose own door it is; the panel is told. */
  readonly openOwn: (call: VendorCall) => Promise<Release>;
  /** In a tenant's name, which the vendor's log then shows. A 201 means accepted, not that a door moved. */
  readonly release: (site: SiteId, tenant: number, opening: Opening, askedFrom: CallId | null) => Promise<Release>;
  /** Access points and devices of one building; of all buildings when its number is not known. */
  readonly list: (
    site: SiteId,
    building: number | null,
  ) => Promise<
    Result<{ readonly accessPoints: readonly AccessPoint[]; readonly devices: readonly VendorDevice[] }, VendorRefusal>
  >;
};

const Name = z.string().nullish().catch(null);
const Building = z.int().nullish().catch(null);
const ListedAccessPoint = z.object({
  id: VendorNumber,
  name: Name,
  building_id: Building,
  device_ids: z.array(VendorNumber).catch([]).default([]),
});
const ListedDevice = z.object({ id: VendorNumber, name: Name, type: Name, building_id: Building });
const ReleaseReply = z.object({ data: z.object({ id: z.union([z.int(), z.string()]) }) });

export function vendorDoors(ask: AskVendor): VendorDoors {
  const inTime = () => AbortSignal.timeout(vendorDeadlineMs);

  /** The administrator may open every door of the building, a tenant its own (vendor's pages); without the first the second speaks. */
  async function asEither<T>(
    asked: (as: AccountRole) => Promise<Result<T, VendorRefusal>>,
  ): Promise<Result<T, VendorRefusal>> {
    const answer = await asked('administrator');
    return !answer.ok && answer.error.kind === 'no-account' ? asked('called') : answer;
  }

  return {
    openOwn: async (call) => {
      const body = notificationOf('open_door', call);
      const about = { site: call.site, as: 'called', call, deadline: inTime() } as const;
      const answer = await ask({ ...about, method: 'POST', path: '/v3/notifications/open_door', body });
      return whatBecameOf(answer, () => true);
    },
    release: async (site, tenant, opening, askedFrom) => {
      const where = 'device' in opening ? { device_id: opening.device } : { access_point_id: opening.accessPoint };
      const body = { door_release_request: { tenant_id: tenant, ...where } };
      const answer = await asEither((as) =>
        ask({
          site,
          as,
          askedFrom,
          method: 'POST',
          path: '/v4/door_release_requests',
          body,
          contentType: 'application/json',
          deadline: inTime(),
        }),
      );
      return whatBecameOf(answer, (told) => ReleaseReply.safeParse(told).success);
    },
    list: async (site, building) => {
      const read = <T extends { readonly building_id?: number | null | undefined }>(
        path: string,
        entry: z.ZodType<T>,
      ) => asEither((as) => readList(ask, { site, as, path, entry, deadline: AbortSignal.timeout(listDeadlineMs) }));
      const points = await read('/v4/access_points', ListedAccessPoint);
      if (!points.ok) return points;
      const devices = await read('/v4/devices', ListedDevice);
      if (!devices.ok) return devices;
      const isHere = ({ building_id }: { readonly building_id?: number | null | undefined }) =>
        building === null || building_id === null || building_id === undefined || building_id === building;
      return ok({
        accessPoints: points.value
          .filter(isHere)
          .map(({ id, name, device_ids }) => ({ id, name: name ?? `Access point ${id}`, devices: device_ids })),
        devices: devices.value
          .filter(isHere)
          .map(({ id, name, type }) => ({ id, name: name ?? `Device ${id}`, type: type ?? null })),
      });
    },
  };
}

const listDeadlineMs = 8_000;

/** Silence, a server's failure and an answer in no known shape may each hide a door that opened. */
function whatBecameOf(answer: Result<VendorAnswer, VendorRefusal>, isYes: (body: unknown) => boolean): Release {
  if (answer.ok) return isYes(answer.value.body) ? 'accepted' : 'unknown';
  const { kind } = answer.error;
  if (kind === 'no-account') return 'no-account';
  if (kind === 'unreadable') return isYes(undefined) ? 'accepted' : 'unknown';
  return kind === 'slow' || kind === 'unwell' ? 'unknown' : 'refused';
}
