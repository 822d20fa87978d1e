import { z } from 'zod';
import { type Binding, type IntegrationDone, IntegrationLine } from '../../../protocol/integration.ts';
import { operator } from '../../../protocol/operator.ts';
import { err, ok, type Result } from '../../../protocol/result.ts';
import type { Ask, Refused } from '../ask.ts';
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
      const made = await ask(operator.createIntegration, { params: { site: given.site[0] ?? '' }, body });
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
      const listed = await ask(operator.listIntegrations, { params: { site: given.site[0] ?? '' }, query: also.value });
      return seen(listed, (lines) => {
        const none = 'ButterflyMX is registered for nothing here. vestibule integration create registers this relay.';
        return { json: lines, lines: table(['ID', 'FOR', 'STATE', 'KEY', 'DELIVERS', 'TO'], lines.map(rowOf), none) };
      });
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
      return atOne(given, ask, async (params) => {
        const shown = await ask(operator.showIntegration, { params, query: also.value });
        return seen(shown.ok ? ok([shown.value]) : shown, (lines) => ({
          json: lines[0],
          lines: lines.flatMap(linesOf),
        }));
      });
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
      atOne(given, ask, async (params) => {
        const changed = await ask(operator.changeIntegration, { params, body: { bindings: bindingsIn(given) } });
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
      atOne(given, ask, async (params) => {
        const minutes = given['overlap-minutes'];
        const body = minutes === undefined ? {} : { overlapMinutes: Number(minutes) };
        const rotated = await ask(operator.rotateIntegration, { params, body });
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
      atOne(given, ask, async (params) => {
        const deleted = await ask(operator.deleteIntegration, { params });
        if (!deleted.ok) return deleted.error;
        const { operand: id } = given;
        return done({ id, deleted: true }, [`The integration ${id} is deleted, and its key is revoked.`]);
      }),
  },
];

const Partly = z.object({ lines: z.array(IntegrationLine).default([]) });

/** What there is of integrations; where ButterflyMX could not be asked about all, also what is remembered, and then its refusal. */
function seen(
  told: Result<readonly IntegrationLine[], Refused>,
  printed: (lines: readonly IntegrationLine[]) => Printed,
): Outcome {
  if (told.ok) return { kind: 'done', ...printed(told.value) };
  const failure = told.error;
  const partly = Partly.safeParse(failure.told);
  if (!partly.success || partly.data.lines.length === 0) return failure;
  const message = `${failure.message} What stands above may be only what was seen before.`;
  return { ...failure, message, beside: printed(partly.data.lines) };
}

type One = { readonly site: string; readonly id: string };

/** Asks about one integration at its site: the one that is named, or the one that the relay remembers. */
async function atOne(given: Given, ask: Ask, run: (one: One) => Promise<Outcome>): Promise<Outcome> {
  const { operand: id } = given;
  const [named] = given.site;
  if (named !== undefined) return run({ site: named, id });
  const held = await ask(operator.listIntegrationPlaces, {});
  if (!held.ok) return held.error;
  const [found, ...more] = held.value.filter((one) => one.id === id);
  if (found !== undefined && more.length === 0) return run({ site: found.site, id });
  return misuse(
    found === undefined
      ? `This relay did not register ${id}. Name its site: --site S.`
      : `Two sites have an integration ${id}. Name the one you mean: --site S.`,
  );
}

type Place = { readonly scope?: string; readonly target?: number };

function placeIn({ building, tenant }: Given): Result<Place, Failed> {
  if (building !== undefined && tenant !== undefined) return err(misuse('Name a building or a tenant, not both.'));
  if (tenant !== undefined) return ok({ scope: 'tenant', target: Number(tenant) });
  return ok(building === undefined ? {} : { scope: 'building', target: Number(building) });
}

/** `--bind call:create,status_update`, as the API wants it; nothing where none was typed. */
const bound = (given: Given) => (given.bind.length === 0 ? {} : { bindings: bindingsIn(given) });
const bindingsIn = ({ bind }: Given) => bind.map(bindingOf);

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
