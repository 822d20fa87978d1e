import { resolve } from 'node:path';
import { z } from 'zod';
import { BackupDone } from '../../../protocol/admin.ts';
import { Alarm } from '../../../protocol/picture.ts';
import { request } from '../askRelay.ts';
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
];
