import timers from 'node:timers/promises';
import { z } from 'zod';
import type { EpochMs } from '../../../protocol/call.ts';
import { type CheckLine, CheckReport, PressReport } from '../../../protocol/check.ts';
import { type AskRelay, request } from '../askRelay.ts';
import { type Command, done, plain } from '../command.ts';
import type { Outcome } from '../outcome.ts';

const askEveryMs = 1_000;

/** Whether a visitor's press would be heard, from the public address to the loudspeaker. */
export const checkCommands: readonly Command[] = [
  {
    ...plain,
    words: 'check',
    usage: '--site S [--no-press]',
    does: 'go through everything between a visitor and a desk that sounds, ending with a real press of the button',
    required: ['site'],
    optional: ['no-press'],
    run: async ({ site, 'no-press': noPress }, { ask, say, hear }) => {
      const path = `/api/sites/${encodeURIComponent(site[0] ?? '')}/check`;
      const report = await request(ask, { method: 'GET', path }, CheckReport);
      if (!report.ok) return report.error;
      const { lines } = report.value;
      for (const line of lines) say(`${marks[line.state]}  ${line.text}`);
      const missing = lines.find(({ state }) => state === 'next');
      if (missing !== undefined) return { kind: 'failed', message: `Not ready: ${missing.text}`, misused: false };
      if (noPress) return done(report.value, ['Ready, as far as can be told without a press.']);
      return pressed(ask, path, { since: report.value.at, say, hear, report: report.value });
    },
  },
];

const marks: Readonly<Record<CheckLine['state'], string>> = { done: '✓', doubt: '!', next: '✗' };

/** No press that came so far is heard any more. */
const failures: ReadonlySet<PressReport['phase']> = new Set(['too-late', 'nobody-heard', 'no-webhook', 'not-rung']);

type Terminal = { readonly say: (line: string) => void; readonly hear: (question: string) => Promise<string | null> };

/** Ends only with somebody's word: at a desk, or here. */
async function pressed(
  ask: AskRelay,
  path: string,
  { since, say, hear, report }: Terminal & { readonly since: EpochMs; readonly report: CheckReport },
): Promise<Outcome> {
  let said = '';
  for (;;) {
    const press = await request(ask, { method: 'GET', path: `${path}/press?since=${since}` }, PressReport);
    if (!press.ok) return press.error;
    const { phase, text } = press.value;
    if (phase !== said) say(text);
    said = phase;
    if (failures.has(phase)) return { kind: 'failed', message: text, misused: false };
    const heard =
      phase === 'heard' || (phase === 'sounded' && (await hear('Did you hear it at the desk? (y/n) ')) === 'y');
    if (heard) {
      await request(ask, { method: 'POST', path: `${path}/heard`, body: { since } }, z.unknown());
      return done({ ...report, press: press.value }, [
        'It rang, and it was heard. Everything between the panel and the desk works.',
      ]);
    }
    if (phase === 'sounded')
      return {
        kind: 'failed',
        message: 'A desk says that it sounds, but nobody heard it: look at its volume and its speaker.',
        misused: false,
      };
    await timers.setTimeout(askEveryMs);
  }
}
