import { z } from 'zod';
import type { CallId, SiteId } from '../../protocol/call.ts';
import { type AccessPoint, type VendorDevice, VendorNumber } from '../../protocol/door.ts';
import { ok, type Result } from '../../protocol/result.ts';
import { deadlineIn } from '../clock.ts';
import type { AccountRole } from '../ring/linked.ts';
import type { VendorCall } from '../ring/ports.ts';
import { cleanText } from '../vendor/cleanText.ts';
import { told, VendorId, VendorText } from '../vendor/values.ts';
import { notificationOf, vendorDeadlineMs } from './intercom.ts';
import { readList } from './lists.ts';
import type { AskVendor, VendorAnswer, VendorRefusal } from './rest.ts';
import type { OnListRead } from './unreadRows.ts';

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

const Id = VendorId.pipe(VendorNumber);
const Listed = z.object({ id: Id, name: VendorText, building_id: VendorId });
const ListedAccessPoint = Listed.extend({ device_ids: told(z.array(VendorId)) });
const ListedDevice = Listed.extend({ type: VendorText });
const ReleaseReply = z.object({ data: z.object({ id: z.union([z.int(), z.string()]) }) });

export function vendorDoors(ask: AskVendor, onListRead: OnListRead = () => {}): VendorDoors {
  const inTime = () => deadlineIn(vendorDeadlineMs);

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
      const read = async <T extends z.infer<typeof Listed>>(
        list: 'access points' | 'devices',
        path: string,
        entry: z.ZodType<T>,
      ) => {
        const deadline = deadlineIn(listDeadlineMs);
        const listed = await asEither((as) => readList(ask, { site, as, path, entry, deadline }));
        if (!listed.ok) return listed;
        onListRead({ site, list, unread: listed.value.unread });
        return ok(listed.value.entries.filter((one) => isIn(building, one)));
      };
      const points = await read('access points', '/v4/access_points', ListedAccessPoint);
      if (!points.ok) return points;
      const devices = await read('devices', '/v4/devices', ListedDevice);
      if (!devices.ok) return devices;
      return ok({ accessPoints: points.value.map(accessPointOf), devices: devices.value.map(deviceOf) });
    },
  };
}

/** An entry that does not tell its building may be of any. */
const isIn = (building: number | null, { building_id }: z.infer<typeof Listed>) =>
  building === null || building_id === null || building_id === building;

const accessPointOf = ({ id, name, device_ids }: z.infer<typeof ListedAccessPoint>): AccessPoint => ({
  id,
  name: cleanText(name) ?? `Access point ${id}`,
  devices: device_ids?.filter((device) => device !== null) ?? [],
});

const deviceOf = ({ id, name, type }: z.infer<typeof ListedDevice>): VendorDevice => ({
  id,
  name: cleanText(name) ?? `Device ${id}`,
  type,
});

const listDeadlineMs = 8_000;

/** Silence, a server's failure and an answer in no known shape may each hide a door that opened. */
function whatBecameOf(answer: Result<VendorAnswer, VendorRefusal>, isYes: (body: unknown) => boolean): Release {
  if (answer.ok) return isYes(answer.value.body) ? 'accepted' : 'unknown';
  const { kind } = answer.error;
  if (kind === 'no-account') return 'no-account';
  if (kind === 'unreadable') return isYes(undefined) ? 'accepted' : 'unknown';
  return kind === 'slow' || kind === 'unwell' ? 'unknown' : 'refused';
}
