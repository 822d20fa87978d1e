import { z } from 'zod';
import { DoorId, SiteId } from '../call.ts';
import {
  AccessLogLine,
  AccessLogQuery,
  DoorLine,
  DoorProof,
  NewDoor,
  OwnPanelName,
  PanelDoor,
  PanelDoorOpened,
  PanelLine,
  SiteDoors,
  VendorNumber,
} from '../door.ts';
import { type OperatorRequests, Refusal } from './request.ts';

const ofSite = z.object({ site: SiteId });
const ofPanel = ofSite.extend({ panel: z.coerce.number().pipe(VendorNumber) });

/** The doors of a site, and the panels that called from it. A panel is named by its v3 number. */
export const doorRequests = {
  /** What is mapped, which panels called, and what the vendor has beside it. */
  listDoors: { method: 'GET', path: '/sites/:site/doors', params: ofSite, replies: { 200: SiteDoors } },
  /** Lets desks open a door at any time. 409: the vendor has no such door, or it opens more than was accepted. */
  addDoor: {
    method: 'POST',
    path: '/sites/:site/doors',
    params: ofSite,
    body: NewDoor,
    replies: { 200: DoorLine, 409: Refusal },
  },
  /** Takes a door from the desks. */
  removeDoor: {
    method: 'DELETE',
    path: '/sites/:site/doors/:door',
    params: ofSite.extend({ door: DoorId }),
    replies: { 200: z.object({ removed: z.literal(true) }), 404: Refusal },
  },
  /** What the vendor logged of the doors, newest first. */
  listAccessLog: {
    method: 'GET',
    path: '/sites/:site/access-log',
    params: ofSite,
    querystring: AccessLogQuery,
    replies: { 200: z.array(AccessLogLine) },
  },
  /** The panels that called. */
  listPanels: { method: 'GET', path: '/sites/:site/panels', params: ofSite, replies: { 200: z.array(PanelLine) } },
  /** Gives a panel an own name from its next call on, or the vendor's again. */
  namePanel: {
    method: 'PUT',
    path: '/sites/:site/panels/:panel',
    params: ofPanel,
    body: OwnPanelName,
    replies: { 200: OwnPanelName },
  },
  /** Forgets a panel that is no more, by its number or by the vendor's name of it. */
  forgetPanel: {
    method: 'DELETE',
    path: '/sites/:site/panels/:panel',
    params: ofSite.extend({ panel: z.string() }),
    replies: { 200: z.object({ forgotten: z.literal(true) }), 404: Refusal },
  },
  /** Tells which door a calling panel opens. */
  mapPanelDoor: {
    method: 'PUT',
    path: '/sites/:site/panels/:panel/door',
    params: ofPanel,
    body: PanelDoor,
    replies: { 200: DoorLine },
  },
  /** Opens that door once, from the panel's live call. 409: no relay runs. */
  openPanelDoor: {
    method: 'POST',
    path: '/sites/:site/panels/:panel/door/open',
    params: ofPanel,
    replies: { 200: PanelDoorOpened, 404: Refusal, 409: Refusal },
  },
  /** Records whether somebody saw it move. */
  provePanelDoor: {
    method: 'PUT',
    path: '/sites/:site/panels/:panel/door/proof',
    params: ofPanel,
    body: DoorProof,
    replies: { 200: DoorLine, 404: Refusal },
  },
} as const satisfies OperatorRequests;
