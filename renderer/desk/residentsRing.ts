import type { DeskState } from './state.ts';

/** Where calls for residents ring here too: at no site of this desk, at each, or at those of these names. */
export type ResidentsRing = 'no' | 'everywhere' | readonly string[];

export function residentsRing({ notes, identity }: Pick<DeskState, 'notes' | 'identity'>): ResidentsRing {
  const sites = identity?.desk.sites ?? [];
  const ringing = sites.filter(({ id }) => notes.some(({ site, residentsRing: rings }) => rings && site === id));
  if (ringing.length === 0) return 'no';
  return ringing.length === sites.length ? 'everywhere' : ringing.map(({ name }) => name);
}
