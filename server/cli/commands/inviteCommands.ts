import { operator } from '../../../protocol/operator.ts';
import { type Command, done, plain } from '../command.ts';
import { table, timeOf } from '../table.ts';

/** Invitations that can still be used: listed without their codes, taken back. `desk invite` makes them. */
export const inviteCommands: readonly Command[] = [
  {
    ...plain,
    words: 'invite list',
    usage: '',
    does: 'list the one-time codes that can still be used, without the codes',
    run: async (_given, { ask }) => {
      const invites = await ask(operator.listInvites, {});
      if (!invites.ok) return invites.error;
      const rows = invites.value.map(({ id, name, sites, expiresAt }) => [
        id,
        name,
        sites.join(' '),
        timeOf(expiresAt),
      ]);
      return done(invites.value, table(['INVITE', 'NAME', 'SITES', 'UNTIL'], rows, 'No invitation can be used.'));
    },
  },
  {
    ...plain,
    words: 'invite revoke',
    usage: 'INVITE',
    does: 'take a one-time code back',
    operand: true,
    run: async ({ operand }, { ask }) => {
      const revoked = await ask(operator.revokeInvite, { params: { id: operand } });
      return revoked.ok
        ? done({ id: operand, revoked: true }, [`The invitation ${operand} is taken back.`])
        : revoked.error;
    },
  },
];
