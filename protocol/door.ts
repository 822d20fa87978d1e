import { z } from 'zod';
import { AfterOpening, CallId, DeskId, DoorId, EpochMs, PressId, SiteId } from './call.ts';
import { DoorReply } from './replies.ts';

/** A number of the vendor's: an access point or device in v4, a panel in v3. */
export const VendorNumber = z.int().positive();

/** One access point of the vendor, as v4 lists it: one opening of one door. */
export const AccessPoint = z
  .object({ id: VendorNumber, name: z.string(), devices: z.array(VendorNumber).readonly() })
  .readonly();
export type AccessPoint = z.infer<typeof AccessPoint>;

/** One device of the vendor, as v4 lists it; `type` is the vendor's word, e.g. `panel` or `front_desk_station`. */
export const VendorDevice = z.object({ id: VendorNumber, name: z.string(), type: z.string().nullable() }).readonly();
export type VendorDevice = z.infer<typeof VendorDevice>;

/** An access point that opens together with others, by the name that the operator was shown and accepted. */
export const OpensWith = z.object({ id: VendorNumber, name: z.string() }).readonly();
export type OpensWith = z.infer<typeof OpensWith>;

/** A door as an operator mapped it. Which of the three numbers is set tells how it is opened. */
export const DoorLine = z
  .object({
    door: DoorId,
    site: SiteId,
    name: z.string(),
    /** v4's number. A panel's own door may have it too; it is then opened by it for a minute after the call. */
    accessPoint: VendorNumber.nullable(),
    /** v4's number of a device, all of whose access points open at once. */
    device: VendorNumber.nullable(),
    /** v3's number of the panel whose own door this is; it is opened through that panel's call. */
    panel: VendorNumber.nullable(),
    /** All that opens with the device, as accepted; null for any other door. */
    opensAll: z.array(OpensWith).readonly().nullable(),
    /** When somebody saw the panel's own door move; null: not yet, and staff have no button for it. */
    provenAt: EpochMs.nullable(),
    afterOpening: AfterOpening,
    favourite: z.boolean(),
  })
  .readonly();
export type DoorLine = z.infer<typeof DoorLine>;

/** A panel that called, and what became of its door. */
export const PanelLine = z
  .object({
    /** v3's number, by which its door is mapped; v4 numbers the same panel otherwise. Null where no delivery told it yet. */
    number: VendorNumber.nullable(),
    /** As staff see it: the operator's own name for it, or else the vendor's. */
    name: z.string(),
    vendorName: z.string(),
    lastCallAt: EpochMs,
    /** The door that it opens, by the name that was mapped; null: none is mapped. */
    door: z.string().nullable(),
    /** When somebody saw that door move; null: not yet. */
    provenAt: EpochMs.nullable(),
  })
  .readonly();
export type PanelLine = z.infer<typeof PanelLine>;

/** An own name for a panel; null: the vendor's again. */
export const OwnPanelName = z.object({ name: z.string().trim().min(1).max(60).nullable() });

/** What is mapped, which panels called, and what the vendor has beside it; `says` tells why its lists could not be read. */
export const SiteDoors = z.object({
  doors: z.array(DoorLine),
  panels: z.array(PanelLine),
  accessPoints: z.array(AccessPoint),
  devices: z.array(VendorDevice),
  says: z.string().nullable(),
});
export type SiteDoors = z.infer<typeof SiteDoors>;

const Name = z.string().trim().min(1).max(60);

/** A door that desks may open at any time: one access point, or a whole device once it was accepted that it opens all of them. */
export const NewDoor = z.object({
  accessPoint: VendorNumber.optional(),
  device: VendorNumber.optional(),
  /** The vendor's name of it when left out. */
  name: Name.optional(),
  favourite: z.boolean().default(false),
  acceptOpensAll: z.boolean().default(false),
});

/** The door of a calling panel. */
export const PanelDoor = z.object({
  name: Name,
  accessPoint: VendorNumber.nullable().default(null),
  afterOpening: AfterOpening.default('stay'),
});

/** A panel's door was asked to open, to see whether it is the right one; `reply` is what became of it. */
export const PanelDoorOpened = z.object({ pressId: PressId, reply: DoorReply });
export type PanelDoorOpened = z.infer<typeof PanelDoorOpened>;

/** What a person saw at the door when it was opened. */
export const DoorProof = z.object({ moved: z.boolean() });

/** One entry of the vendor's log of doors, joined from its deliveries and its list. Names and pictures are never kept. */
export const AccessLogLine = z
  .object({
    site: SiteId,
    /** The vendor's number of the entry. */
    entry: z.number().int(),
    loggedAt: EpochMs,
    accessPoint: VendorNumber.nullable(),
    /** The door by the name that was mapped; null for one that is not. */
    door: z.string().nullable(),
    building: z.string(),
    /** The vendor's words, or the name of the tool as `access_tool`. */
    entryMethod: z.string().nullable(),
    /** `Unlocked`, `Locked`, or whatever the vendor says. */
    releaseStatus: z.string().nullable(),
    tenant: VendorNumber.nullable(),
    press: PressId.nullable(),
    call: CallId.nullable(),
    /** The desk whose press it was. */
    desk: DeskId.nullable(),
    byWebhook: z.boolean(),
    byList: z.boolean(),
  })
  .readonly();
export type AccessLogLine = z.infer<typeof AccessLogLine>;

/** `GET /api/sites/<site>/access-log`: entries since an instant or a day (ISO 8601), the newest `limit` of them. */
export const AccessLogQuery = z.object({
  since: z.union([z.iso.datetime({ offset: true }), z.iso.date()]).optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(50),
});
