import { z } from 'zod';
import type { LinkedTenant } from '../linked.ts';
import type { AskVendor, VendorRequest } from '../rest.ts';

/** Whom a token speaks for: the vendor's id of the person, and the tenants that they are; an administrator may be none. */
export type Person = { readonly vendorUser: string | null; readonly tenants: readonly LinkedTenant[] };

const path = '/v3/me?include=tenants,tenants.building,tenants.panels,tenants.devices,tenants.unit';

const number = z.coerce.number().int().positive();
const reference = z
  .object({ data: z.object({ id: number }) })
  .transform(({ data }) => data.id)
  .nullish()
  .catch(null);
const label = z.string().trim().min(1).max(80).nullish().catch(null);
const Included = z.object({
  id: number,
  type: z.string(),
  attributes: z.object({ label, name: label, floor_and_label: label }).catch({}).default({}),
  relationships: z.object({ building: reference, unit: reference }).catch({}).default({}),
});
const Me = z.object({
  data: z.object({ id: z.coerce.string().min(1).max(80).nullish().catch(null) }),
  included: z.array(Included.nullable().catch(null)).catch([]).default([]),
});

/** Asks the API what an account is (the SDK's own request). Null when it does not tell, or in no known shape. */
export async function whoIs(
  ask: AskVendor,
  from: Pick<VendorRequest, 'site' | 'as' | 'deadline'>,
): Promise<Person | null> {
  const answer = await ask({ ...from, method: 'GET', path });
  const read = Me.safeParse(answer.ok ? answer.value.body : null);
  if (!read.success) return null;
  const included = read.data.included.filter((one) => one !== null);
  const units = new Map(included.filter(({ type }) => /^units?$/.test(type)).map((unit) => [unit.id, unit.attributes]));
  const tenants = included
    .filter(({ type }) => /^tenants?$/.test(type))
    .map(({ id, relationships }): LinkedTenant => {
      const unit = relationships.unit == null ? undefined : units.get(relationships.unit);
      return {
        id,
        buildingId: relationships.building ?? null,
        unitId: relationships.unit ?? null,
        unit: unit?.label ?? unit?.name ?? unit?.floor_and_label ?? null,
      };
    });
  return { vendorUser: read.data.data.id ?? null, tenants };
}
