/** The door panels and those who can be called from them. Names are those of the sample deliveries; nobody is real. */

/** A panel at a door. `id` is its v3 number, which deliveries carry; v4 numbers the same device otherwise. */
export type Panel = { readonly id: number; readonly name: string; readonly deviceId: number };

/** Somebody with a place in the panel's directory. `id` is v4's number, `userId` the one that deliveries carry: they differ on a live account. */
export type Tenant = {
  readonly id: number;
  readonly userId: number;
  readonly buildingId: number;
  readonly firstName: string;
  readonly lastName: string;
  readonly unit: { readonly id: number; readonly label: string; readonly floor: string };
  /** The doors that this tenant may open. */
  readonly accessPoints: readonly number[];
};

/** Whom a visitor can call: the attendants of the front desk, who are no tenant, or one tenant. */
export type Party = { readonly kind: 'attendant' } | { readonly kind: 'tenant'; readonly tenant: Tenant };

export const panels: readonly [Panel, ...Panel[]] = [
  { id: 40217, name: 'Front entrance', deviceId: 88310 },
  { id: 40218, name: 'Garage', deviceId: 88312 },
];

const buildingId = 61200;

/** The callable account of the front desk, as a building adds one to its directory. */
export const deskTenant: Tenant = {
  id: 7340020,
  userId: 5100230,
  buildingId,
  firstName: 'Front',
  lastName: 'desk',
  unit: { id: 2203340, label: 'Front desk', floor: '1' },
  accessPoints: [33018, 33019, 33020],
};

export const residents: readonly [Tenant, ...Tenant[]] = [
  {
    id: 7340021,
    userId: 5100231,
    buildingId,
    firstName: 'Noor',
    lastName: 'Haddad',
    unit: { id: 2203345, label: '12F', floor: '12' },
    accessPoints: [33018],
  },
  {
    id: 7340022,
    userId: 5100232,
    buildingId,
    firstName: 'Ilse',
    lastName: 'Brandt',
    unit: { id: 2203346, label: '3A', floor: '3' },
    accessPoints: [33018],
  },
];

export const tenants: readonly Tenant[] = [deskTenant, ...residents];

export const attendant: Party = { kind: 'attendant' };

/** The party that a page or a script names by a unit's label; anything else is the front desk's attendants. */
export function partyOf(unit: string | undefined): Party {
  const tenant = tenants.find(({ unit: { label } }) => label === unit);
  return tenant === undefined ? attendant : { kind: 'tenant', tenant };
}

export const fullName = ({ firstName, lastName }: Tenant) => `${firstName} ${lastName}`;

export const emailOf = ({ firstName, lastName }: Tenant) => `${firstName}.${lastName}@example.com`.toLowerCase();
