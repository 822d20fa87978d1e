import { expect, test } from 'vitest';
import { EpochMs, SiteId } from '../../../protocol/call.ts';
import type { CheckReport, PressReport } from '../../../protocol/check.ts';
import { asking } from '../../../server/cli/ask.ts';
import { checkCommands } from '../../../server/cli/commands/checkCommands.ts';
import { GivenOptions } from '../../../server/cli/options.ts';

const site = SiteId.parse('demo');
const ready: CheckReport = { site, at: EpochMs.parse(1), lines: [], certificateDays: null };
const sounds: PressReport = { phase: 'sounded', call: null, panel: 'Garage', text: 'A desk sounds.', isOver: false };

/** What comes of the command at a press that stands like this, where somebody types `word`. */
async function checkWhere(press: PressReport, word: string | null) {
  const asked: string[] = [];
  const [check] = checkCommands;
  const outcome = await check?.run(
    { ...GivenOptions.parse({ site: [site] }), operand: '', operands: [] },
    {
      ask: asking(async ({ method, path }) => {
        asked.push(method);
        if (method === 'POST') return { status: 200, text: JSON.stringify({ noted: true }) };
        return { status: 200, text: JSON.stringify(path.includes('/press') ? press : ready) };
      }),
      say: () => {},
      hear: async () => word,
      simulatorPort: 9,
      json: false,
    },
  );
  return { kind: outcome?.kind, isTold: asked.includes('POST') };
}

test.each(['y', 'Y', 'yes', 'Yes'])('%s is the word of somebody who heard it', async (word) => {
  expect(await checkWhere(sounds, word)).toEqual({ kind: 'done', isTold: true });
});

test.each(['n', 'no', '', 'yet'])('%o is not', async (word) => {
  expect(await checkWhere(sounds, word)).toEqual({ kind: 'failed', isTold: false });
});

test('where nobody can type, a call that is over without a desk’s answer fails the check', async () => {
  expect(await checkWhere({ ...sounds, isOver: true }, null)).toEqual({ kind: 'failed', isTold: false });
});
