import type { PanelLine } from '../../../protocol/door.ts';
import { operator } from '../../../protocol/operator.ts';
import { type Command, done, type Given, plain } from '../command.ts';
import { table, timeOf } from '../table.ts';

const siteOf = ({ site }: Given) => site[0] ?? '';

/** The panels of a site, by the numbers and names that their calls bring. */
export const panelCommands: readonly Command[] = [
  {
    ...plain,
    words: 'panel list',
    usage: '--site S',
    does: 'list the panels that called, with their numbers, names and doors',
    required: ['site'],
    run: async (given, { ask }) => {
      const lines = await ask(operator.listPanels, { params: { site: siteOf(given) } });
      return lines.ok ? done(lines.value, panelTable(lines.value)) : lines.error;
    },
  },
  {
    ...plain,
    words: 'panel name',
    usage: '--site S --panel N [--name N]',
    does: 'give a panel a name of your own, from its next call on; without --name it has ButterflyMX’s again',
    required: ['site', 'panel'],
    optional: ['name'],
    run: async (given, { ask }) => {
      const params = { site: siteOf(given), panel: given.panel ?? '' };
      const named = await ask(operator.namePanel, { params, body: { name: given.name ?? null } });
      if (!named.ok) return named.error;
      const { name } = named.value;
      const line = name === null ? 'has ButterflyMX’s name' : `is “${name}” from its next call on`;
      return done(named.value, [`Panel ${given.panel} ${line}.`]);
    },
  },
  {
    ...plain,
    words: 'panel forget',
    usage: 'PANEL --site S',
    does: 'forget a panel that was removed, by its number or ButterflyMX’s name; it is back if it calls',
    operand: true,
    required: ['site'],
    run: async (given, { ask }) => {
      const gone = await ask(operator.forgetPanel, { params: { site: siteOf(given), panel: given.operand } });
      return gone.ok
        ? done(gone.value, ['Forgotten. Its door, if one was mapped, stays: vestibule door remove.'])
        : gone.error;
    },
  },
];

/** Panels, one a line. */
export const panelTable = (panels: readonly PanelLine[]): readonly string[] =>
  table(['PANEL', 'NAME', 'LAST CALL', 'ITS DOOR'], panels.map(rowOf), 'No panel has called yet: press its button.');

function rowOf({ number, name, vendorName, lastCallAt, door, provenAt }: PanelLine): readonly string[] {
  const its = door === null ? 'not mapped' : provenAt === null ? `${door}, not proven yet` : door;
  const shown = name === vendorName ? name : `${name} (at ButterflyMX: ${vendorName})`;
  return [number === null ? 'not told yet' : String(number), shown, timeOf(lastCallAt), its];
}
