import type { AccountLine } from '../../../protocol/account.ts';
import { operator } from '../../../protocol/operator.ts';
import { type Command, done, plain } from '../command.ts';
import { table, timeOf } from '../table.ts';

/** Accounts of ButterflyMX that are linked; never a secret of them. */
export const accountCommands: readonly Command[] = [
  {
    ...plain,
    words: 'account list',
    usage: '',
    does: 'list the linked accounts, which does what, and which must be linked again',
    run: async (_given, { ask }) => {
      const accounts = await ask(operator.listAccounts, {});
      if (!accounts.ok) return accounts.error;
      const rows = accounts.value.map((line) => [
        line.account,
        line.label ?? '',
        placesOf(line),
        line.state,
        line.because ?? '',
      ]);
      return done(accounts.value, table(['ACCOUNT', 'LABEL', 'FOR', 'STATE', ''], rows, 'No account is linked yet.'));
    },
  },
  {
    ...plain,
    words: 'account show',
    usage: 'ACCOUNT',
    does: 'show for what an account is linked, which tenants it is, what a set-up call taught, and how its renewal stands',
    operand: true,
    run: async ({ operand }, { ask }) => {
      const account = await ask(operator.showAccount, { params: { account: operand } });
      return account.ok ? done(account.value, linesOf(account.value)) : account.error;
    },
  },
  {
    ...plain,
    words: 'account forget',
    usage: 'ACCOUNT',
    does: 'forget an account and its tokens, and ask ButterflyMX to take them back',
    operand: true,
    run: async ({ operand }, { ask }) => {
      const forgotten = await ask(operator.forgetAccount, { params: { account: operand } });
      return forgotten.ok
        ? done({ account: operand, ...forgotten.value }, [
            `The account ${operand} is forgotten.`,
            forgotten.value.message,
          ])
        : forgotten.error;
    },
  },
];

const doing = { administrator: 'integrations and lists', called: 'calls' } as const;

const placesOf = ({ sites }: AccountLine) => sites.map(({ site, role }) => `${site}: ${doing[role]}`).join(', ');

/** One account for a person. */
export const linesOf = (line: AccountLine): readonly string[] => [
  `Account:  ${line.account}${line.label === null ? '' : ` (${line.label})`}, ${line.region}, client ${line.client}`,
  `State:    ${line.state}${line.because === null ? '' : `. ${line.because}`}`,
  `Does:     ${placesOf(line)}`,
  ...(line.tenants.length === 0 ? ['Tenants:  none that ButterflyMX tells'] : tenantsOf(line)),
  ...line.users.map(({ site, userId }) => `Webhooks: name it user ${userId} at ${site}, as a set-up call showed`),
  `Linked:   ${timeOf(line.linkedAt)}; renewed ${timeOf(line.renewedAt)}; good until ${timeOf(line.expiresAt)} without renewal`,
];

const tenantsOf = ({ tenants }: AccountLine) =>
  tenants.map(
    ({ id, unit, unitId, buildingId }) =>
      `Tenant:   ${id}, unit ${unit ?? unitId ?? 'not told'}, building ${buildingId ?? 'not told'}`,
  );
