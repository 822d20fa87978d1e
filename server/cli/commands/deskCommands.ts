import type { DeskLine } from '../../../protocol/admin.ts';
import { operator } from '../../../protocol/operator.ts';
import { type Command, done, plain } from '../command.ts';
import { table, timeOf } from '../table.ts';

/** Desks: made, invited, listed, revoked. */
export const deskCommands: readonly Command[] = [
  {
    ...plain,
    words: 'desk create',
    usage: '--site S [--site S2 …] --name N',
    does: 'make a desk and its token',
    required: ['site', 'name'],
    run: async ({ site, name = '' }, { ask }) => {
      const body = { sites: site, name };
      const desk = await ask(operator.createDesk, { body });
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
    run: async ({ site, name = '', minutes }, { ask }) => {
      const body = { sites: site, name, ...(minutes === undefined ? {} : { minutes: Number(minutes) }) };
      const invite = await ask(operator.createInvite, { body });
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
      const desks = await ask(operator.listDesks, {});
      if (!desks.ok) return desks.error;
      const rows = desks.value.map((desk) => [desk.desk, desk.name, desk.sites.join(' '), stateOf(desk)]);
      return done(desks.value, table(['DESK', 'NAME', 'SITES', 'NOW'], rows, 'There is no desk yet.'));
    },
  },
  {
    ...plain,
    words: 'desk move',
    usage: 'DESK --site S [--site S2 …]',
    does: 'let a desk ring at these sites alone; what it holds at others is taken from it at once',
    operand: true,
    required: ['site'],
    run: async ({ operand, site }, { ask }) => {
      const moved = await ask(operator.moveDesk, { params: { id: operand }, body: { sites: site } });
      if (!moved.ok) return moved.error;
      return done({ desk: operand, sites: site }, [`The desk ${operand} rings at ${site.join(', ')} from now on.`]);
    },
  },
  {
    ...plain,
    words: 'desk revoke',
    usage: 'DESK',
    does: 'cut a desk off, at once and for good',
    operand: true,
    run: async ({ operand }, { ask }) => {
      const revoked = await ask(operator.revokeDesk, { params: { id: operand } });
      return revoked.ok ? done({ desk: operand, revoked: true }, [`The desk ${operand} is revoked.`]) : revoked.error;
    },
  },
];

const stateOf = ({ revokedAt, online, able }: DeskLine) => {
  if (revokedAt !== null) return `revoked ${timeOf(revokedAt)}`;
  if (!online) return 'not connected';
  return able ? 'can ring' : 'connected, cannot be heard';
};
