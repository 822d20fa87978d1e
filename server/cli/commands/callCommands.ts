import { operator } from '../../../protocol/operator.ts';
import { type Command, done, plain } from '../command.ts';
import { table, timeOf } from '../table.ts';

/** Calls, and why they did or did not ring. */
export const callCommands: readonly Command[] = [
  {
    ...plain,
    words: 'calls list',
    usage: '[--site S] [--since ISO] [--limit N]',
    does: 'list calls, newest first',
    optional: ['site', 'since', 'limit'],
    run: async ({ site, since, limit }, { ask }) => {
      const calls = await ask(operator.listCalls, { query: { site: site[0], since, limit } });
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
      const found = await ask(operator.explainCall, { params: { id: operand } });
      if (!found.ok) return found.error;
      const rows = found.value.facts.map(({ at, what, desk, detail }) => [timeOf(at), what, desk ?? '', detail ?? '']);
      return done(found.value, [
        found.value.sentence,
        '',
        ...table(['AT', 'WHAT', 'DESK', ''], rows, 'Nothing more is known.'),
      ]);
    },
  },
];
