import { z } from 'zod';
import { deskTenant, type Party, residents, type Tenant } from './directory.ts';

/** Who can sign in: a building administrator, the front desk's tenant, and one resident. */
export const Person = z.enum(['administrator', 'front-desk', 'resident']);
export type Person = z.infer<typeof Person>;

/** Whose token speaks. `everyone` is the static token, which stands for whoever may do what is asked; `nobody` sent none that is good. */
export type Caller = Person | 'everyone' | 'nobody';

export const labels: Readonly<Record<Person, string>> = {
  administrator: 'Building administrator of Harbor House and Elm Court',
  'front-desk': 'Front desk, a tenant of Harbor House',
  resident: 'Noor Haddad, who lives in 12F',
};

/** The tenants that this caller is. */
export function tenanciesOf(caller: Caller): readonly Tenant[] {
  switch (caller) {
    case 'everyone':
    case 'front-desk':
      return [deskTenant];
    case 'resident':
      return [residents[0]];
    case 'administrator':
    case 'nobody':
      return [];
  }
}

/** Building-level resources want a building administrator (vendor's FAQ). */
export const isAdministrator = (caller: Caller) => caller === 'administrator' || caller === 'everyone';

export const isTenant = (caller: Caller, tenantId: number | null) =>
  tenanciesOf(caller).some(({ id }) => id === tenantId);

/** A call belongs to the tenant that was called; an attendant's is taken to belong to the front desk's account. */
export const isCalled = (caller: Caller, party: Party) => caller === 'everyone' || isTenant(caller, tenantOf(party).id);

/** The tenant in whose name a call is handled. */
export const tenantOf = (party: Party): Tenant => (party.kind === 'tenant' ? party.tenant : deskTenant);
