import { randomUUID } from 'node:crypto';
import { type EpochMs, PressId, type SiteId } from '../../protocol/call.ts';
import type { DoorLine, PanelLine } from '../../protocol/door.ts';
import { operator } from '../../protocol/operator.ts';
import type { DoorReply } from '../../protocol/replies.ts';
import { epochOf } from '../clock.ts';
import type { AccessLog } from '../doors/accessLog.ts';
import { addDoor, type VendorLists } from '../doors/addDoor.ts';
import { type MappedDoors, remapped } from '../doors/siteDoors.ts';
import type { ApiRoutes } from './apiRoutes.ts';
import { routeOf } from './routeOf.ts';

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

const refusal = (error: string, message: string) => ({ error, message });
const noSuchDoor = refusal('not-found', 'There is no such door.');
const noRelay = refusal('no-relay', 'A door is opened by a running relay. Start it first.');

/** The doors of a site: what the vendor has, what desks may open, and which door a calling panel opens. */
export function doorRoutes(routes: ApiRoutes, { doors, lists, lines, panels, prove, now }: DoorRouteParts): void {
  routes.route({
    ...routeOf(operator.listDoors),
    handler: async ({ params: { site } }) => {
      const vendor = await lists(site);
      const ours = { doors: [...doors.of(site)], panels: [...panels(site)] };
      if (!vendor.ok) return { ...ours, accessPoints: [], devices: [], says: vendor.error };
      const { accessPoints, devices } = vendor.value;
      return { ...ours, accessPoints: [...accessPoints], devices: [...devices], says: null };
    },
  });
  routes.route({
    ...routeOf(operator.addDoor),
    handler: async ({ params: { site }, body }, reply) => {
      const door = await addDoor(site, body, lists);
      return door.ok ? doors.put(door.value) : reply.code(409).send(refusal(door.error.because, door.error.message));
    },
  });
  routes.route({
    ...routeOf(operator.removeDoor),
    handler: async ({ params: { site, door } }, reply) =>
      (await doors.remove(site, door)) ? { removed: true as const } : reply.code(404).send(noSuchDoor),
  });
  routes.route({
    ...routeOf(operator.mapPanelDoor),
    handler: async ({ params: { site, panel }, body }) =>
      doors.put(remapped({ site, ...body }, panel, doors.ofPanel(site, panel))),
  });
  routes.route({
    ...routeOf(operator.openPanelDoor),
    handler: async ({ params: { site, panel } }, reply) => {
      const door = doors.ofPanel(site, panel);
      if (door === null) return reply.code(404).send(noSuchDoor);
      if (prove === null) return reply.code(409).send(noRelay);
      const pressId = PressId.parse(randomUUID());
      return { pressId, reply: await prove(pressId, site, door) };
    },
  });
  routes.route({
    ...routeOf(operator.provePanelDoor),
    handler: async ({ params: { site, panel }, body: { moved } }, reply) => {
      const door = doors.ofPanel(site, panel);
      if (door === null) return reply.code(404).send(noSuchDoor);
      return doors.put({ ...door, provenAt: moved ? now() : null });
    },
  });
  routes.route({
    ...routeOf(operator.listAccessLog),
    handler: async ({ params: { site }, query: { since, limit } }) => [
      ...(await lines(site, since === undefined ? 0 : epochOf(since), limit)),
    ],
  });
}
