import { z } from 'zod';
import { CallNumber, Guid, statusOf, told, VendorId, VendorText } from '../vendor/values.ts';

const Place = told(z.object({ id: VendorId, name: VendorText }));

/** Every field of a call in any known shape: flat as production delivers it (live capture), or as v4 lists it (vendor's OpenAPI). */
export const CallRecord = z.object({
  id: CallNumber,
  guid: told(Guid),
  user: told(z.object({ id: VendorId, first_name: VendorText, last_name: VendorText })),
  panel: Place,
  source: Place,
  device: Place,
  unit: told(z.object({ id: VendorId, label: VendorText })),
  recipient: told(z.object({ id: VendorId, type: VendorText })),
  provider: VendorText,
  image_url: told(z.string().max(2_048)),
  status: VendorText.transform((status) => (status === null || status === '' ? null : statusOf(status))),
});
export type CallRecord = z.infer<typeof CallRecord>;

/** True when it tells neither where somebody stands nor whom they want. */
export const isBare = ({ user, panel, source, device, unit, recipient }: CallRecord): boolean =>
  [user, panel, source, device, unit, recipient].every((field) => field === null);
