import { expect, test } from 'vitest';
import { CallLine, Fact, type PastReason } from '../../../protocol/admin.ts';
import { EpochMs } from '../../../protocol/call.ts';
import { pressReport, pressWithinMs } from '../../../server/install/pressTest.ts';
import { begin } from '../../../server/ring/ring.ts';
import { aRingCall, at, site, windowMs } from '../../builders/ring.ts';

type Rang = { readonly line: CallLine; readonly facts: readonly Fact[] };

/** What the archive has of a call that came `ms` after the operator was asked to press. */
function aCall(ms: number, changes: Partial<CallLine> = {}, ...words: readonly string[]): Rang {
  const { receivedAt, recipient, unit, snapshot } = aRingCall({ receivedAt: at(ms).wall });
  const line = { site, panel: 'Garage', unit, recipient, phase: 'ringing', reason: null, receivedAt, snapshot };
  return {
    line: CallLine.parse({ id: `call-${ms}`, endedAt: null, by: null, ...line, ...changes }),
    facts: words.map((what) => Fact.parse({ at: receivedAt, what, desk: null, detail: null })),
  };
}

const ended = (reason: PastReason) => ({ phase: 'ended', reason }) as const;

/** The press as it stands so many milliseconds after it was asked for; calls are given in the order in which they came. */
const pressAfter = (ms: number, ...rang: readonly Rang[]) =>
  pressReport(
    {
      calls: async () => rang.map(({ line }) => line).reverse(),
      timeline: async (call) => {
        const found = rang.find(({ line }) => line.id === call);
        return found === undefined ? null : { call: found.line, sentence: '', facts: [...found.facts] };
      },
    },
    { site, since: at(0).wall, now: EpochMs.parse(at(ms).wall) },
  );

test('a call that no webhook brought fails the press, whoever heard it', async () => {
  const noted = begin(aRingCall({ webhookMissing: true }), { started: at(0), now: at(0), windowMs }).facts;
  const found = noted.map(({ what }) => what);
  expect(await pressAfter(1_000, aCall(500, {}, ...found, 'sounding', 'claimed'))).toMatchObject({
    phase: 'no-webhook',
    text: expect.stringMatching(/its webhook did not arrive .*vestibule integration list --site demo/),
  });
});

test('a resident’s call that does not ring here leaves the press to be waited for', async () => {
  const others = aCall(500, ended('not-rung'), 'not-rung');
  expect(await pressAfter(1_000, others)).toMatchObject({ phase: 'waiting', isOver: false });
  expect(await pressAfter(2_000, others, aCall(1_500))).toMatchObject({ phase: 'came', call: 'call-1500' });
});

test('when only calls came that do not ring here, the end of the wait says so', async () => {
  const others = aCall(500, ended('not-rung'), 'not-rung');
  expect(await pressAfter(pressWithinMs, others)).toMatchObject({
    phase: 'not-rung',
    text: expect.stringContaining('vestibule why call-500'),
  });
  expect((await pressAfter(pressWithinMs)).phase).toBe('too-late');
});

test('a call that sounded is over when it has ended', async () => {
  expect((await pressAfter(1_000, aCall(500, {}, 'sounding'))).isOver).toBe(false);
  expect(await pressAfter(1_000, aCall(500, ended('visitor-left'), 'sounding'))).toMatchObject({
    phase: 'sounded',
    isOver: true,
  });
});
