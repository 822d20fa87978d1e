import { resolve } from 'node:path';
import { operator } from '../../../protocol/operator.ts';
import { type Command, done, plain } from '../command.ts';
import { table, timeOf } from '../table.ts';

/** Backups and alarms. */
export const upkeepCommands: readonly Command[] = [
  {
    ...plain,
    words: 'backup',
    usage: 'FILE',
    does: 'copy the journal to a new file, also while the relay runs',
    operand: true,
    run: async ({ operand }, { ask }) => {
      const file = resolve(operand);
      const made = await ask(operator.makeBackup, { body: { file } });
      return made.ok ? done(made.value, [`The journal is copied to ${file} and was read through.`]) : made.error;
    },
  },
  {
    ...plain,
    words: 'alarms list',
    usage: '',
    does: 'list what stands in the way of a sure ring',
    run: async (_given, { ask }) => {
      const alarms = await ask(operator.listAlarms, {});
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
      const dismissed = await ask(operator.dismissAlarm, { params: { id: operand } });
      return dismissed.ok ? done({ id: operand, dismissed: true }, ['The alarm is put away.']) : dismissed.error;
    },
  },
];
