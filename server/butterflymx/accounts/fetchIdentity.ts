import { z } from 'zod';
import type { LinkedTenant } from '../../ring/linked.ts';
import { cleanText } from '../../vendor/cleanText.ts';
import { told, VendorId, VendorText } from '../../vendor/values.ts';
import type { AskVendor, VendorRequest } from '../rest.ts';

/** Whom a token speaks for: the vendor's id of the person, and the tenants that they are; an administrator may be none. */
export type Person = { readonly vendorUser: string | null; readonly tenants: readonly LinkedTenant[] };

const path = '/v3/me?include=tenants,tenants.building,tenants.panels,tenants.devices,tenants.unit';

const reference = told(z.object({ data: z.object({ id: VendorId }) })).transform((to) => to?.data.id ?? null);
const label = VendorText.transform(cleanText);
const Included = z.object({
  id: VendorId.pipe(z.int().positive()),
  type: z.string(),
  attributes: told(z.object({ label, name: label, floor_and_label: label })),
  relationships: told(z.object({ building: reference, unit: reference })),
});
const Me = z.object({
  data: z.object({ id: told(z.union([z.string().trim().min(1).max(80), z.int().transform(String)])) }),
  included: told(z.array(told(Included))),
});

/** Asks the API what an account is (the SDK's own request). Null when it does not tell, or in no known shape. */
export async function whoIs(
  ask: AskVendor,
  from: Pick<VendorRequest, 'site' | 'as' | 'deadline'>,
): Promise<Person | null> {
  const answer = await ask({ ...from, method: 'GET', path });
  const read = Me.safeParse(answer.ok ? answer.value.body : null);
  if (!read.success) return null;
  const included = read.data.included?.filter((one) => one !== null) ?? [];
  const units = new Map(included.filter(({ type }) => /^units?$/.test(type)).map((unit) => [unit.id, unit.attributes]));
  const tenants = included
    .filter(({ type }) => /^tenants?$/.test(type))
    .map(({ id, relationships }): LinkedTenant => {
      const unit = units.get(relationships?.unit ?? -1);
      return {
        id,
        buildingId: relationships?.building ?? null,
        unitId: relationships?.unit ?? null,
        unit: unit?.label ?? unit?.name ?? unit?.floor_and_label ?? null,
      };
    });
  return { vendorUser: read.data.data.id, tenants };
}
