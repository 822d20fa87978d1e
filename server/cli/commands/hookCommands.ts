import type { NewHook } from '../../../protocol/admin.ts';
import { operator } from '../../../protocol/operator.ts';
import { type Command, done, plain } from '../command.ts';
import { table, timeOf } from '../table.ts';
import { revokeHookCommand } from './revokeHook.ts';

/** What the vendor is to bind to a hook's address, in words. */
const whatOf = ({ resource }: Pick<NewHook, 'resource'>) =>
  resource === null
    ? 'the calls'
    : resource === 'call'
      ? 'the calls, and nothing else,'
      : 'the log of the doors, and nothing else,';

/** Hooks: the addresses to which the vendor delivers. */
export const hookCommands: readonly Command[] = [
  {
    ...plain,
    words: 'hook create',
    usage: '--site S [--scope building|tenant] [--for call|access_log]',
    does: 'make an address to which ButterflyMX sends the calls of a site',
    required: ['site'],
    optional: ['scope', 'for'],
    run: async ({ site, scope, for: resource }, { ask }) => {
      const body = {
        site: site[0] ?? '',
        ...(scope === undefined ? {} : { scope }),
        ...(resource === undefined ? {} : { resource }),
      };
      const hook = await ask(operator.createHook, { body });
      if (!hook.ok) return hook.error;
      const { id, url } = hook.value;
      return done(hook.value, [
        `ButterflyMX is to send ${whatOf(hook.value)} of ${hook.value.site} to this address, which is shown only now:`,
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
      const hooks = await ask(operator.listHooks, {});
      if (!hooks.ok) return hooks.error;
      const rows = hooks.value.map((hook) => [
        hook.id,
        hook.site,
        hook.scope,
        hook.resource ?? 'all',
        hook.walls.map(({ wall, mode }) => `${wall} (${mode})`).join(' '),
        timeOf(hook.createdAt),
        hook.revokedAt === null ? '' : `revoked ${timeOf(hook.revokedAt)}`,
      ]);
      return done(
        hooks.value,
        table(['KEY ID', 'SITE', 'SCOPE', 'FOR', 'WALLS', 'MADE', ''], rows, 'There is no hook yet.'),
      );
    },
  },
  revokeHookCommand,
];
