import type { PanelSeen } from './panels.ts';

/** A panel as the journal's calls name it. */
type Called = { readonly name: string; readonly number: number | null };

/** An operator may have forgotten a panel whose calls are still in the journal: it is none of the site's. Pure. */
export const isForgotten = (
  lines: readonly Pick<PanelSeen, 'number' | 'name' | 'vendorName'>[],
  { name, number }: Called,
): boolean =>
  !lines.some((line) => (number === null ? line.vendorName === name || line.name === name : line.number === number));
