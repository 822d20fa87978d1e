/** A panel at a door; `id` is its v3 number. */
export type Panel = { readonly id: number; readonly name: string };

/** Whom a visitor can call from the panel: the front desk, or somebody who lives there. */
export type Party =
  | { readonly kind: 'front-desk' }
  | {
      readonly kind: 'resident';
      readonly userId: number;
      readonly firstName: string;
      readonly lastName: string;
      readonly unit: { readonly id: number; readonly label: string };
    };

export const panels: readonly Panel[] = [
  { id: 40217, name: 'Front entrance' },
  { id: 40218, name: 'Garage' },
];

/** The building's directory. The names are those of the sample deliveries; nobody real. */
export const residents: readonly (Party & { kind: 'resident' })[] = [
  { kind: 'resident', userId: 5100231, firstName: 'Noor', lastName: 'Haddad', unit: { id: 2203345, label: '12F' } },
  { kind: 'resident', userId: 5100232, firstName: 'Ilse', lastName: 'Brandt', unit: { id: 2203346, label: '3A' } },
];

export const frontDesk: Party = { kind: 'front-desk' };

/** The party that a page or a script names: a unit's label, or the front desk for anything else. */
export const partyOf = (unit: string | undefined): Party =>
  residents.find((resident) => resident.unit.label === unit) ?? frontDesk;

/** A building, and where its deliveries go. */
export type Site = { readonly id: string; readonly name: string; readonly hook: string };
