import { operator } from '../../../protocol/operator.ts';
import type { Ask } from '../ask.ts';

/** A panel as it was typed: its site, and its v3 number. */
export type PanelOfSite = { readonly site: string; readonly panel: string };

/**
 * A warning where no panel of this number called, with those that did: v4 numbers the same panel otherwise, and a door that is mapped
 * by that number never appears. Null where it called, or where nobody can tell.
 */
export async function hasNotCalled({ site, panel }: PanelOfSite, ask: Ask): Promise<string | null> {
  const called = await ask(operator.listPanels, { params: { site } });
  if (!called.ok || called.value.some(({ number }) => number === Number(panel))) return null;
  const known = called.value.flatMap(({ number, name }) => (number === null ? [] : [`${number} ${name}`]));
  return known.length === 0
    ? `No panel has called yet, so nothing tells whether ${panel} is the number that its calls bring. Press its button, then: vestibule door list`
    : `No panel ${panel} has called lately. These did: ${known.join(', ')}. The numbers of ButterflyMX's devices are others.`;
}
