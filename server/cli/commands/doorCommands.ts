import type { SiteDoors } from '../../../protocol/door.ts';
import { operator } from '../../../protocol/operator.ts';
import { type Command, done, type Given, plain } from '../command.ts';
import { table, timeOf } from '../table.ts';
import { hasNotCalled } from './hasNotCalled.ts';
import { panelTable } from './panelCommands.ts';
import { proveDoor } from './proveDoor.ts';

const siteOf = ({ site }: Given) => site[0] ?? '';
const panelOf = (given: Given) => ({ site: siteOf(given), panel: given.panel ?? '' });
const numberOf = (text: string | undefined) => (text === undefined ? {} : { number: Number(text) });

/** Doors of a site, and what the vendor logged of them. */
export const doorCommands: readonly Command[] = [
  {
    ...plain,
    words: 'door list',
    usage: '--site S',
    does: 'list the doors of a site, the panels that called, and the access points and devices that ButterflyMX has',
    required: ['site'],
    run: async (given, { ask }) => {
      const listed = await ask(operator.listDoors, { params: { site: siteOf(given) } });
      return listed.ok ? done(listed.value, linesOf(listed.value)) : listed.error;
    },
  },
  {
    ...plain,
    words: 'door add',
    usage: '--site S (--access-point N | --device N [--accept-opens-all]) [--name N] [--favourite]',
    does: 'let desks open a door at any time',
    required: ['site'],
    optional: ['access-point', 'device', 'accept-opens-all', 'name', 'favourite'],
    run: async (given, { ask }) => {
      const { number: accessPoint } = numberOf(given['access-point']);
      const { number: device } = numberOf(given.device);
      const { name, favourite } = given;
      const body = { accessPoint, device, name, favourite, acceptOpensAll: given['accept-opens-all'] };
      const added = await ask(operator.addDoor, { params: { site: siteOf(given) }, body });
      return added.ok ? done(added.value, [`Desks can open ${added.value.name} (${added.value.door}).`]) : added.error;
    },
  },
  {
    ...plain,
    words: 'door map',
    usage: '--site S --panel N --name N [--access-point N] [--after stay|end]',
    does: 'tell which door a calling panel opens, by the panel’s v3 number, and what follows its opening',
    required: ['site', 'panel', 'name'],
    optional: ['access-point', 'after'],
    run: async (given, { ask, say }) => {
      const { number: accessPoint = null } = numberOf(given['access-point']);
      const body = { name: given.name ?? '', accessPoint, afterOpening: given.after };
      const mapped = await ask(operator.mapPanelDoor, { params: panelOf(given), body });
      if (!mapped.ok) return mapped.error;
      const warning = await hasNotCalled(panelOf(given), ask);
      if (warning !== null) say(warning);
      const next =
        mapped.value.provenAt === null
          ? `Staff have no button for it until it is proven: vestibule door prove --site ${mapped.value.site} --panel ${mapped.value.panel}`
          : 'It is proven.';
      return done(mapped.value, [`Panel ${mapped.value.panel} opens ${mapped.value.name}.`, next]);
    },
  },
  {
    ...plain,
    words: 'door prove',
    usage: '--site S --panel N [--seen]',
    does: 'open a panel’s own door once, from its live call, and record that it moved',
    required: ['site', 'panel'],
    optional: ['seen'],
    run: async (given, around) => {
      const warning = await hasNotCalled(panelOf(given), around.ask);
      if (warning !== null) around.say(warning);
      return proveDoor(panelOf(given), given.seen, around);
    },
  },
  {
    ...plain,
    words: 'door remove',
    usage: 'DOOR --site S',
    does: 'take a door from the desks of a site',
    operand: true,
    required: ['site'],
    run: async (given, { ask }) => {
      const removed = await ask(operator.removeDoor, { params: { site: siteOf(given), door: given.operand } });
      return removed.ok ? done(removed.value, ['Removed.']) : removed.error;
    },
  },
  {
    ...plain,
    words: 'access-log list',
    usage: '--site S [--since ISO] [--limit N]',
    does: 'list what ButterflyMX logged of the doors, newest first, with the press and desk that it belongs to',
    required: ['site'],
    optional: ['since', 'limit'],
    run: async (given, { ask }) => {
      const { since, limit } = given;
      const lines = await ask(operator.listAccessLog, { params: { site: siteOf(given) }, query: { since, limit } });
      if (!lines.ok) return lines.error;
      const rows = lines.value.map((line) => [
        timeOf(line.loggedAt),
        line.building,
        line.door ?? `access point ${line.accessPoint ?? 'unknown'}`,
        line.releaseStatus ?? '',
        line.entryMethod ?? '',
        line.desk ?? '',
        line.call ?? '',
      ]);
      const head = ['LOGGED', 'BUILDING', 'DOOR', 'STATUS', 'HOW', 'DESK', 'CALL'];
      return done(lines.value, table(head, rows, 'ButterflyMX has told of no door yet.'));
    },
  },
];

function linesOf({ doors, panels, accessPoints, devices, says }: SiteDoors): readonly string[] {
  const rows = doors.map((door) => [
    door.door,
    door.name,
    door.panel === null ? 'at any time' : door.provenAt === null ? 'from its call, not proven yet' : 'from its call',
    door.opensAll === null ? '' : `opens all of: ${door.opensAll.map(({ name }) => name).join(', ')}`,
    door.favourite ? 'favourite' : '',
  ]);
  const vendor = [
    ...accessPoints.map(({ id, name, devices: on }) => ['access point', String(id), name, `on ${on.join(', ')}`]),
    ...devices.map(({ id, name, type }) => ['device', String(id), name, type ?? '']),
  ];
  return [
    ...table(['DOOR', 'NAME', 'OPENED', '', ''], rows, 'No door is mapped.'),
    '',
    ...panelTable(panels),
    '',
    ...(says === null
      ? table(['BUTTERFLYMX HAS', 'NUMBER', 'NAME', ''], vendor, 'ButterflyMX lists nothing here.')
      : [says]),
  ];
}
