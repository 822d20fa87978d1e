import timers from 'node:timers/promises';
import type { EpochMs } from '../../../protocol/call.ts';
import type { CheckLine, CheckReport, PressReport } from '../../../protocol/check.ts';
import { operator } from '../../../protocol/operator.ts';
import type { Ask } from '../ask.ts';
import { type Command, done, plain } from '../command.ts';
import type { Outcome } from '../outcome.ts';
import { isYes, type Terminal } from '../terminal.ts';

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
      const params = { site: site[0] ?? '' };
      const report = await ask(operator.checkSite, { params });
      if (!report.ok) return report.error;
      const { lines } = report.value;
      for (const line of lines) say(`${marks[line.state]}  ${line.text}`);
      const missing = lines.find(({ state }) => state === 'next');
      if (missing !== undefined) return { kind: 'failed', message: `Not ready: ${missing.text}`, misused: false };
      if (noPress) return done(report.value, ['Ready, as far as can be told without a press.']);
      return pressed(ask, params, { since: report.value.at, say, hear, report: report.value });
    },
  },
];

const marks: Readonly<Record<CheckLine['state'], string>> = { done: '✓', doubt: '!', next: '✗' };

/** No press that came so far is heard any more. */
const failures: ReadonlySet<PressReport['phase']> = new Set(['too-late', 'nobody-heard', 'no-webhook', 'not-rung']);

type Asking = Pick<Terminal, 'say' | 'hear'> & { readonly since: EpochMs; readonly report: CheckReport };

/** Ends only with somebody's word: at a desk, or here. */
async function pressed(
  ask: Ask,
  params: { readonly site: string },
  { since, say, hear, report }: Asking,
): Promise<Outcome> {
  let said = '';
  for (;;) {
    const press = await ask(operator.followPress, { params, query: { since } });
    if (!press.ok) return press.error;
    const { phase, text } = press.value;
    if (phase !== said) say(text);
    said = phase;
    if (failures.has(phase)) return failed(text);
    const word = await wordOn(press.value, hear);
    if (word.kind === 'heard') {
      await ask(operator.noteHeard, { params, body: { since } });
      return done({ ...report, press: press.value }, [
        'It rang, and it was heard. Everything between the panel and the desk works.',
      ]);
    }
    if (word.kind === 'unheard') return failed(word.message);
    await timers.setTimeout(askEveryMs);
  }
}

const failed = (message: string): Outcome => ({ kind: 'failed', message, misused: false });

/** Somebody's word on a press; `none`: there is none yet, for somebody may still answer at a desk, and nobody is here. */
type Word =
  | { readonly kind: 'heard' }
  | { readonly kind: 'unheard'; readonly message: string }
  | { readonly kind: 'none' };
const none: Word = { kind: 'none' };
const unheard = (message: string): Word => ({ kind: 'unheard', message });

async function wordOn({ phase, isOver }: PressReport, hear: Terminal['hear']): Promise<Word> {
  if (phase === 'heard') return { kind: 'heard' };
  if (phase !== 'sounded') return none;
  const typed = await hear('Did you hear it at the desk? (yes/no) ');
  if (typed !== null && isYes(typed)) return { kind: 'heard' };
  if (typed !== null)
    return unheard('A desk says that it sounds, but nobody heard it: look at its volume and its speaker.');
  if (!isOver) return none;
  return unheard('A desk sounded, but nobody took the call there, and nobody is here to say that they heard it.');
}
