import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { DoorId, type EpochMs, PressId, SiteId } from '../../protocol/call.ts';
import {
  AccessLogLine,
  AccessLogQuery,
  DoorLine,
  DoorProof,
  NewDoor,
  PanelDoor,
  PanelDoorOpened,
  type PanelLine,
  SiteDoors,
  VendorNumber,
} from '../../protocol/door.ts';
import type { DoorReply } from '../../protocol/replies.ts';
import { epochOf } from '../clock.ts';
import type { AccessLog } from '../doors/accessLog.ts';
import { addDoor, type VendorLists } from '../doors/addDoor.ts';
import { type MappedDoors, remapped } from '../doors/siteDoors.ts';
import type { ApiRoutes } from './apiRoutes.ts';

export type DoorRouteParts = {
  readonly doors: MappedDoors;
  /** The vendor's access points and devices of a site; a sentence when they cannot be read. */
  readonly lists: VendorLists;
  readonly lines: AccessLog['lines'];
  /** The panels that called, with their doors. */
  readonly panels: (site: SiteId) => readonly PanelLine[];
  /** Opens a panel's own door through its live call; null where no relay runs. */
  readonly prove: ((press: PressId, site: SiteId, door: DoorLine) => Promise<DoorReply>) | null;
  readonly now: () => EpochMs;
};

const Refusal = z.object({ error: z.string(), message: z.string() });
const refusal = (error: string, message: string) => ({ error, message });
const noSuchDoor = refusal('not-found', 'There is no such door.');
const noRelay = refusal('no-relay', 'A door is opened by a running relay. Start it first.');
const ofSite = z.object({ site: SiteId });
const ofPanel = ofSite.extend({ panel: z.coerce.number().pipe(VendorNumber) });

/** The doors of a site: what the vendor has, what desks may open, and which door a calling panel opens. */
export function doorRoutes(routes: ApiRoutes, { doors, lists, lines, panels, prove, now }: DoorRouteParts): void {
  routes.get(
    '/sites/:site/doors',
    { schema: { params: ofSite, response: { 200: SiteDoors } } },
    async ({ params: { site } }) => {
      const vendor = await lists(site);
      const ours = { doors: [...doors.of(site)], panels: [...panels(site)] };
      if (!vendor.ok) return { ...ours, accessPoints: [], devices: [], says: vendor.error };
      const { accessPoints, devices } = vendor.value;
      return { ...ours, accessPoints: [...accessPoints], devices: [...devices], says: null };
    },
  );
  routes.post(
    '/sites/:site/doors',
    { schema: { params: ofSite, body: NewDoor, response: { 200: DoorLine, 409: Refusal } } },
    async ({ params: { site }, body }, reply) => {
      const door = await addDoor(site, body, lists);
      return door.ok ? doors.put(door.value) : reply.code(409).send(refusal(door.error.because, door.error.message));
    },
  );
  routes.delete(
    '/sites/:site/doors/:door',
    {
      schema: {
        params: ofSite.extend({ door: DoorId }),
        response: { 200: z.object({ removed: z.literal(true) }), 404: Refusal },
      },
    },
    async ({ params: { site, door } }, reply) =>
      (await doors.remove(site, door)) ? { removed: true as const } : reply.code(404).send(noSuchDoor),
  );
  routes.put(
    '/sites/:site/panels/:panel/door',
    { schema: { params: ofPanel, body: PanelDoor, response: { 200: DoorLine } } },
    async ({ params: { site, panel }, body }) =>
      doors.put(remapped({ site, ...body }, panel, doors.ofPanel(site, panel))),
  );
  routes.post(
    '/sites/:site/panels/:panel/door/open',
    { schema: { params: ofPanel, response: { 200: PanelDoorOpened, 404: Refusal, 409: Refusal } } },
    async ({ params: { site, panel } }, reply) => {
      const door = doors.ofPanel(site, panel);
      if (door === null) return reply.code(404).send(noSuchDoor);
      if (prove === null) return reply.code(409).send(noRelay);
      const pressId = PressId.parse(randomUUID());
      return { pressId, reply: await prove(pressId, site, door) };
    },
  );
  routes.put(
    '/sites/:site/panels/:panel/door/proof',
    { schema: { params: ofPanel, body: DoorProof, response: { 200: DoorLine, 404: Refusal } } },
    async ({ params: { site, panel }, body: { moved } }, reply) => {
      const door = doors.ofPanel(site, panel);
      if (door === null) return reply.code(404).send(noSuchDoor);
      return doors.put({ ...door, provenAt: moved ? now() : null });
    },
  );
  routes.get(
    '/sites/:site/access-log',
    { schema: { params: ofSite, querystring: AccessLogQuery, response: { 200: z.array(AccessLogLine) } } },
    async ({ params: { site }, query: { since, limit } }) => [
      ...(await lines(site, since === undefined ? 0 : epochOf(since), limit)),
    ],
  );
}
