import { z } from 'zod';
import { type Binding, IntegrationDone, IntegrationLine, IntegrationPlace } from '../../../protocol/integration.ts';
import { err, ok, type Result } from '../../../protocol/result.ts';
import { type AskRelay, answerTo, failureOf, request } from '../askRelay.ts';
import { type Command, done, type Given, plain } from '../command.ts';
import type { Outcome, Printed } from '../outcome.ts';
import { table, timeOf } from '../table.ts';

type Failed = Extract<Outcome, { kind: 'failed' }>;
const misuse = (message: string): Failed => ({ kind: 'failed', message, misused: true });

/** Where ButterflyMX delivers: its webhook subscriptions. */
export const integrationCommands: readonly Command[] = [
  {
    ...plain,
    words: 'integration create',
    usage: '--site S --building N | --tenant N [--bind call:create,status_update] [--bind access_log:create]',
    does: 'let ButterflyMX deliver the calls of a building, or of one tenant, to this relay',
    required: ['site'],
    optional: ['building', 'tenant', 'bind'],
    run: async (given, { ask }) => {
      const wanted = placeIn(given);
      if (!wanted.ok) return wanted.error;
      const body = { ...wanted.value, ...bound(given) };
      const made = await request(ask, { method: 'POST', path: pathOf(given.site[0] ?? ''), body }, IntegrationDone);
      return made.ok ? done(made.value, linesOfDone(made.value)) : made.error;
    },
  },
  {
    ...plain,
    words: 'integration list',
    usage: '--site S [--building N | --tenant N]',
    does: 'list where ButterflyMX delivers, ours and others',
    required: ['site'],
    optional: ['building', 'tenant'],
    run: async (given, { ask }) => {
      const also = placeIn(given);
      if (!also.ok) return also.error;
      return seen(
        ask,
        `${pathOf(given.site[0] ?? '')}${queryOf(also.value)}`,
        z.array(IntegrationLine).readonly(),
        (lines) => {
          const none = 'ButterflyMX is registered for nothing here. vestibule integration create registers this relay.';
          return { json: lines, lines: table(['ID', 'FOR', 'STATE', 'KEY', 'DELIVERS', 'TO'], lines.map(rowOf), none) };
        },
      );
    },
  },
  {
    ...plain,
    words: 'integration show',
    usage: 'ID [--site S] [--building N | --tenant N]',
    does: 'show one of them',
    operand: true,
    optional: ['site', 'building', 'tenant'],
    run: async (given, { ask }) => {
      const also = placeIn(given);
      if (!also.ok) return also.error;
      return atOne(given, ask, (path) =>
        seen(ask, `${path}${queryOf(also.value)}`, One, (lines) => ({ json: lines[0], lines: lines.flatMap(linesOf) })),
      );
    },
  },
  {
    ...plain,
    words: 'integration update',
    usage: 'ID [--site S] --bind call:create,status_update [--bind access_log:create]',
    does: 'change what one of ours delivers',
    operand: true,
    required: ['bind'],
    optional: ['site'],
    run: (given, { ask }) =>
      atOne(given, ask, async (path) => {
        const changed = await request(ask, { method: 'PUT', path, body: bound(given) }, IntegrationDone);
        return changed.ok ? done(changed.value, linesOfDone(changed.value)) : changed.error;
      }),
  },
  {
    ...plain,
    words: 'integration rotate',
    usage: 'ID [--site S] [--overlap-minutes M]',
    does: 'give one of ours a new key; the old one stays good for an hour, or M minutes',
    operand: true,
    optional: ['site', 'overlap-minutes'],
    run: (given, { ask }) =>
      atOne(given, ask, async (path) => {
        const minutes = given['overlap-minutes'];
        const body = minutes === undefined ? {} : { overlapMinutes: Number(minutes) };
        const rotated = await request(ask, { method: 'POST', path: `${path}/rotation`, body }, IntegrationDone);
        return rotated.ok ? done(rotated.value, linesOfDone(rotated.value)) : rotated.error;
      }),
  },
  {
    ...plain,
    words: 'integration delete',
    usage: 'ID [--site S]',
    does: 'end the deliveries of one of ours, and revoke its key',
    operand: true,
    optional: ['site'],
    run: (given, { ask }) =>
      atOne(given, ask, async (path) => {
        const deleted = await request(ask, { method: 'DELETE', path }, z.unknown());
        if (!deleted.ok) return deleted.error;
        const { operand: id } = given;
        return done({ id, deleted: true }, [`The integration ${id} is deleted, and its key is revoked.`]);
      }),
  },
];

const One = IntegrationLine.transform((line) => [line]);
const Partly = z.object({ lines: z.array(IntegrationLine).default([]) });

/** What there is of integrations; where ButterflyMX could not be asked about all, also what is remembered, and then its refusal. */
async function seen(
  ask: AskRelay,
  path: string,
  shape: z.ZodType<readonly IntegrationLine[]>,
  printed: (lines: readonly IntegrationLine[]) => Printed,
): Promise<Outcome> {
  const { status, value } = await answerTo(ask, { method: 'GET', path });
  if (status < 300) return { kind: 'done', ...printed(shape.parse(value)) };
  const failure = failureOf(status, value);
  const partly = Partly.safeParse(value);
  if (!partly.success || partly.data.lines.length === 0) return failure;
  const message = `${failure.message} What stands above may be only what was seen before.`;
  return { ...failure, message, beside: printed(partly.data.lines) };
}

const pathOf = (site: string) => `/api/sites/${encodeURIComponent(site)}/integrations`;

/** Asks about one integration at its site: the one that is named, or the one that the relay remembers. */
async function atOne(given: Given, ask: AskRelay, run: (path: string) => Promise<Outcome>): Promise<Outcome> {
  const { operand: id } = given;
  const at = (site: string) => run(`${pathOf(site)}/${encodeURIComponent(id)}`);
  const [named] = given.site;
  if (named !== undefined) return at(named);
  const held = await request(ask, { method: 'GET', path: '/api/integrations' }, z.array(IntegrationPlace));
  if (!held.ok) return held.error;
  const [found, ...more] = held.value.filter((one) => one.id === id);
  if (found !== undefined && more.length === 0) return at(found.site);
  return misuse(
    found === undefined
      ? `This relay did not register ${id}. Name its site: --site S.`
      : `Two sites have an integration ${id}. Name the one you mean: --site S.`,
  );
}

type Place = { readonly scope?: string; readonly target?: number };

const queryOf = (place: Place) =>
  `?${new URLSearchParams(Object.entries(place).map(([name, value]) => [name, String(value)])).toString()}`;

function placeIn({ building, tenant }: Given): Result<Place, Failed> {
  if (building !== undefined && tenant !== undefined) return err(misuse('Name a building or a tenant, not both.'));
  if (tenant !== undefined) return ok({ scope: 'tenant', target: Number(tenant) });
  return ok(building === undefined ? {} : { scope: 'building', target: Number(building) });
}

/** `--bind call:create,status_update`, as the API wants it; nothing where none was typed. */
const bound = ({ bind }: Given) => (bind.length === 0 ? {} : { bindings: bind.map(bindingOf) });

function bindingOf(typed: string): Binding {
  const [resource = '', actions = 'create'] = typed.split(':');
  return { resource, actions: actions.split(',') };
}

const textOf = (bindings: readonly Binding[] | null) =>
  bindings === null
    ? 'not told'
    : bindings.map(({ resource, actions }) => `${resource}:${actions.join(',')}`).join(' ');

const keyOf = ({ hook }: IntegrationLine) =>
  hook === null ? '' : hook.inForce ? `${hook.id}, in force` : `${hook.id}, not in force`;

const rowOf = (line: IntegrationLine) => [
  line.id,
  `${line.scope} ${line.target}${line.api === 'v3' ? ' (v3)' : ''}`,
  line.why === null ? line.state : `${line.state}: ${line.why}`,
  keyOf(line),
  textOf(line.bindings),
  line.url ?? 'not told',
];

const linesOf = (line: IntegrationLine): readonly string[] => [
  `Integration: ${line.id}, for ${line.scope} ${line.target} of ${line.site}${line.api === 'v3' ? ' (v3)' : ''}`,
  `State:       ${line.why === null ? line.state : `${line.state}: ${line.why}`}`,
  `Delivers:    ${textOf(line.bindings)}`,
  `To:          ${line.url ?? 'not told'}`,
  ...(line.hook === null ? [] : [`Key:         ${keyOf(line)}`]),
  ...(line.oldKeyUntil === null ? [] : [`Old key:     good until ${timeOf(line.oldKeyUntil)}`]),
  ...(line.rotationCutShort
    ? [`A rotation was cut short: both keys are good. Finish it: vestibule integration rotate ${line.id}`]
    : []),
];

const sentences = {
  registered: 'ButterflyMX delivers here now.',
  reused: 'ButterflyMX delivers here already; nothing was registered twice.',
  repaired: 'ButterflyMX had this relay with a key that is no longer good; it delivers here again.',
  updated: 'ButterflyMX took the change.',
} as const;

const linesOfDone = ({ did, integration, refused, says }: IntegrationDone): readonly string[] => [
  sentences[did],
  ...linesOf(integration),
  ...(refused.length === 0
    ? []
    : [`ButterflyMX did not take ${textOf(refused)}${says === null ? '' : `: “${says}”`}. ${withoutThem(refused)}`]),
];

/** What a desk goes without. */
function withoutThem(refused: readonly Binding[]): string {
  if (refused.some(({ actions }) => actions.includes('status_update')))
    return 'The relay asks for the status of each ringing call instead.';
  const other = refused.some(({ resource }) => resource === 'access_log') ? 'door_release' : 'access_log';
  return `Doors that are opened will not be told. Try the other name: --bind ${other}:create.`;
}
