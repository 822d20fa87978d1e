import { resolve } from 'node:path';
import { z } from 'zod';
import {
  BackupDone,
  CallLine,
  DeskLine,
  HookLine,
  NewDesk,
  NewHook,
  NewInvite,
  Timeline,
} from '../../protocol/admin.ts';
import { Alarm } from '../../protocol/desk.ts';
import { type AskRelay, request } from './askRelay.ts';
import type { Outcome } from './outcome.ts';
import { ringSimulator } from './ringSimulator.ts';
import { table, timeOf } from './table.ts';

/** What a command was given: the options by name, and the word that follows it. */
export type Given = {
  readonly site: readonly string[];
  readonly scope: string | undefined;
  readonly name: string | undefined;
  readonly minutes: string | undefined;
  readonly since: string | undefined;
  readonly limit: string | undefined;
  readonly operand: string;
};
export type OptionName = Exclude<keyof Given, 'operand'>;

export type Surroundings = { readonly ask: AskRelay; readonly simulatorPort: number };

export type Command = {
  /** As it is typed, e.g. "hook create". */
  readonly words: string;
  /** What follows the words, as the help shows it. */
  readonly usage: string;
  readonly does: string;
  readonly operand: boolean;
  readonly required: readonly OptionName[];
  readonly optional: readonly OptionName[];
  readonly run: (given: Given, around: Surroundings) => Promise<Outcome>;
};

const done = (json: unknown, lines: readonly string[]): Outcome => ({ kind: 'done', json, lines });
const plain = { operand: false, required: [], optional: [] } as const;

export const commands: readonly Command[] = [
  {
    ...plain,
    words: 'hook create',
    usage: '--site S [--scope building|tenant]',
    does: 'make an address to which ButterflyMX sends the calls of a site',
    required: ['site'],
    optional: ['scope'],
    run: async ({ site, scope }, { ask }) => {
      const body = { site: site[0], ...(scope === undefined ? {} : { scope }) };
      const hook = await request(ask, { method: 'POST', path: '/api/hooks', body }, NewHook);
      if (!hook.ok) return hook.error;
      const { id, url } = hook.value;
      return done(hook.value, [
        `ButterflyMX is to send the calls of ${hook.value.site} to this address, which is shown only now:`,
        `  ${url}`,
        `To revoke it: vestibule hook revoke ${id}`,
      ]);
    },
  },
  {
    ...plain,
    words: 'hook list',
    usage: '',
    does: 'list the hooks, without their keys',
    run: async (_given, { ask }) => {
      const hooks = await request(ask, { method: 'GET', path: '/api/hooks' }, z.array(HookLine));
      if (!hooks.ok) return hooks.error;
      const rows = hooks.value.map((hook) => [
        hook.id,
        hook.site,
        hook.scope,
        timeOf(hook.createdAt),
        hook.revokedAt === null ? '' : `revoked ${timeOf(hook.revokedAt)}`,
      ]);
      return done(hooks.value, table(['KEY ID', 'SITE', 'SCOPE', 'MADE', ''], rows, 'There is no hook yet.'));
    },
  },
  {
    ...plain,
    words: 'hook revoke',
    usage: 'KEYID',
    does: 'let nothing more in by this hook',
    operand: true,
    run: async ({ operand }, { ask }) => {
      const path = `/api/hooks/${encodeURIComponent(operand)}`;
      const revoked = await request(ask, { method: 'DELETE', path }, z.unknown());
      return revoked.ok ? done({ id: operand, revoked: true }, [`The hook ${operand} is revoked.`]) : revoked.error;
    },
  },
  {
    ...plain,
    words: 'desk create',
    usage: '--site S [--site S2 …] --name N',
    does: 'make a desk and its token',
    required: ['site', 'name'],
    run: async ({ site, name }, { ask }) => {
      const body = { sites: site, name };
      const desk = await request(ask, { method: 'POST', path: '/api/desks', body }, NewDesk);
      if (!desk.ok) return desk.error;
      return done(desk.value, [
        `The desk ${name} is made. Its token is shown only now:`,
        `  ${desk.value.token}`,
        `To revoke it: vestibule desk revoke ${desk.value.desk}`,
      ]);
    },
  },
  {
    ...plain,
    words: 'desk invite',
    usage: '--site S [--site S2 …] --name N [--minutes M]',
    does: 'make a one-time code with which a page becomes a desk',
    required: ['site', 'name'],
    optional: ['minutes'],
    run: async ({ site, name, minutes }, { ask }) => {
      const body = { sites: site, name, ...(minutes === undefined ? {} : { minutes: Number(minutes) }) };
      const invite = await request(ask, { method: 'POST', path: '/api/invites', body }, NewInvite);
      if (!invite.ok) return invite.error;
      return done(invite.value, [
        `Open this address at the desk ${name}, once, before ${timeOf(invite.value.expiresAt)}:`,
        `  ${invite.value.url}`,
        `Or type the code there: ${invite.value.code}`,
      ]);
    },
  },
  {
    ...plain,
    words: 'desk list',
    usage: '',
    does: 'list the desks, and which of them can ring now',
    run: async (_given, { ask }) => {
      const desks = await request(ask, { method: 'GET', path: '/api/desks' }, z.array(DeskLine));
      if (!desks.ok) return desks.error;
      const rows = desks.value.map((desk) => [desk.desk, desk.name, desk.sites.join(' '), stateOf(desk)]);
      return done(desks.value, table(['DESK', 'NAME', 'SITES', 'NOW'], rows, 'There is no desk yet.'));
    },
  },
  {
    ...plain,
    words: 'desk revoke',
    usage: 'DESK',
    does: 'cut a desk off, at once and for good',
    operand: true,
    run: async ({ operand }, { ask }) => {
      const path = `/api/desks/${encodeURIComponent(operand)}`;
      const revoked = await request(ask, { method: 'DELETE', path }, z.unknown());
      return revoked.ok ? done({ desk: operand, revoked: true }, [`The desk ${operand} is revoked.`]) : revoked.error;
    },
  },
  {
    ...plain,
    words: 'calls list',
    usage: '[--site S] [--since ISO] [--limit N]',
    does: 'list calls, newest first',
    optional: ['site', 'since', 'limit'],
    run: async ({ site, since, limit }, { ask }) => {
      const wanted = Object.entries({ site: site[0], since, limit }).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, value]],
      );
      const path = `/api/calls?${new URLSearchParams(wanted).toString()}`;
      const calls = await request(ask, { method: 'GET', path }, z.array(CallLine));
      if (!calls.ok) return calls.error;
      const rows = calls.value.map((call) => [
        timeOf(call.receivedAt),
        call.site,
        call.panel,
        call.unit ?? '',
        call.reason ?? call.phase,
        call.by ?? '',
        call.id,
      ]);
      return done(calls.value, table(['CAME', 'SITE', 'PANEL', 'UNIT', 'OUTCOME', 'BY', 'CALL'], rows, 'No calls.'));
    },
  },
  {
    ...plain,
    words: 'why',
    usage: 'CALL',
    does: 'tell why a call did, or did not, ring',
    operand: true,
    run: async ({ operand }, { ask }) => {
      const path = `/api/calls/${encodeURIComponent(operand)}/timeline`;
      const found = await request(ask, { method: 'GET', path }, Timeline);
      if (!found.ok) return found.error;
      const rows = found.value.facts.map(({ at, what, desk, detail }) => [timeOf(at), what, desk ?? '', detail ?? '']);
      return done(found.value, [
        found.value.sentence,
        '',
        ...table(['AT', 'WHAT', 'DESK', ''], rows, 'Nothing more is known.'),
      ]);
    },
  },
  {
    ...plain,
    words: 'backup',
    usage: 'FILE',
    does: 'copy the journal to a new file, also while the relay runs',
    operand: true,
    run: async ({ operand }, { ask }) => {
      const file = resolve(operand);
      const made = await request(ask, { method: 'POST', path: '/api/backups', body: { file } }, BackupDone);
      return made.ok ? done(made.value, [`The journal is copied to ${file} and was read through.`]) : made.error;
    },
  },
  {
    ...plain,
    words: 'alarms list',
    usage: '',
    does: 'list what stands in the way of a sure ring',
    run: async (_given, { ask }) => {
      const alarms = await request(ask, { method: 'GET', path: '/api/alarms' }, z.array(Alarm));
      if (!alarms.ok) return alarms.error;
      const rows = alarms.value.map(({ id, since, site, text }) => [timeOf(since), site ?? '', id, text]);
      return done(alarms.value, table(['SINCE', 'SITE', 'ALARM', ''], rows, 'No alarm stands.'));
    },
  },
  {
    ...plain,
    words: 'alarms dismiss',
    usage: 'ALARM',
    does: 'put an alarm away; it comes back when its cause does',
    operand: true,
    run: async ({ operand }, { ask }) => {
      const path = `/api/alarms/${encodeURIComponent(operand)}`;
      const dismissed = await request(ask, { method: 'DELETE', path }, z.unknown());
      return dismissed.ok ? done({ id: operand, dismissed: true }, ['The alarm is put away.']) : dismissed.error;
    },
  },
  {
    ...plain,
    words: 'ring',
    usage: '--site S',
    does: 'let a visitor of the simulator press the button',
    required: ['site'],
    run: async ({ site }, { simulatorPort }) => {
      const placed = await ringSimulator(site[0] ?? '', simulatorPort);
      if (!placed.ok) return { kind: 'failed', message: placed.error, misused: false };
      return done({ guid: placed.value }, [`A visitor is calling: ${placed.value}`]);
    },
  },
];

const stateOf = ({ revokedAt, online, able }: DeskLine) => {
  if (revokedAt !== null) return `revoked ${timeOf(revokedAt)}`;
  if (!online) return 'not connected';
  return able ? 'can ring' : 'connected, cannot be heard';
};
