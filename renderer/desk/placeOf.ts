import type { Site } from '../../protocol/call.ts';

/** A panel or a door as staff see and hear it: with its building wherever the desk has more than one. */
export const placeOf = (
  { name, site }: { readonly name: string; readonly site: Pick<Site, 'name'> },
  hasSeveralSites: boolean,
): string => (hasSeveralSites ? `${name}, ${site.name}` : name);
