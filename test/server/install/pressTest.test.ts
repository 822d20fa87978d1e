import { expect, test } from 'vitest';
import { CallLine, type PastReason } from '../../../protocol/admin.ts';
import { DeskId, EpochMs } from '../../../protocol/call.ts';
import type { Fact } from '../../../protocol/fact.ts';
import { pressReport, pressWithinMs } from '../../../server/install/pressTest.ts';
import { begin } from '../../../server/ring/ring.ts';
import { aRingCall, at, site, windowMs } from '../../builders/ring.ts';

type Rang = { readonly line: CallLine; readonly facts: readonly Fact[] };

/** What the archive has of a call that came `ms` after the operator was asked to press. */
function aCall(ms: number, changes: Partial<CallLine> = {}, ...facts: readonly Fact[]): Rang {
  const { receivedAt, recipient, unit, snapshot } = aRingCall({ receivedAt: at(ms).wall });
  const line = { site, panel: 'Garage', unit, recipient, phase: 'ringing', reason: null, receivedAt, snapshot };
  return {
    line: CallLine.parse({ id: `call-${ms}`, endedAt: null, by: null, ...line, ...changes }),
    facts,
  };
}

const historyOf = ({ line, facts }: Rang) => ({
  call: line,
  facts: facts.map((fact) => ({ at: line.receivedAt, fact })),
  rangMs: null,
});

const desk = DeskId.parse('north');
const sounding: Fact = { what: 'proved', desk, stage: 'sounding', around: null };

const ended = (reason: PastReason) => ({ phase: 'ended', reason }) as const;

/** The press as it stands so many milliseconds after it was asked for; calls are given in the order in which they came. */
const pressAfter = (ms: number, ...rang: readonly Rang[]) =>
  pressReport(
    {
      calls: async () => rang.map(({ line }) => line).reverse(),
      timeline: async (call) => {
        const found = rang.find(({ line }) => line.id === call);
        return found === undefined ? null : historyOf(found);
      },
    },
    { site, since: at(0).wall, now: EpochMs.parse(at(ms).wall) },
  );

test('a call that no webhook brought fails the press, whoever heard it', async () => {
  const noted = begin(aRingCall({ webhookMissing: true }), { started: at(0), now: at(0), windowMs }).facts;
  expect(
    await pressAfter(1_000, aCall(500, {}, ...noted, sounding, { what: 'claimed', desk, purpose: 'talk' })),
  ).toMatchObject({
    phase: 'no-webhook',
    text: expect.stringMatching(/its webhook did not arrive .*vestibule integration list --site demo/),
  });
});

test('a resident’s call that does not ring here leaves the press to be waited for', async () => {
  const others = aCall(500, ended('not-rung'), { what: 'not-rung', unit: null, because: 'front-desk-only' });
  expect(await pressAfter(1_000, others)).toMatchObject({ phase: 'waiting', isOver: false });
  expect(await pressAfter(2_000, others, aCall(1_500))).toMatchObject({ phase: 'came', call: 'call-1500' });
});

test('when only calls came that do not ring here, the end of the wait says so', async () => {
  const others = aCall(500, ended('not-rung'), { what: 'not-rung', unit: null, because: 'front-desk-only' });
  expect(await pressAfter(pressWithinMs, others)).toMatchObject({
    phase: 'not-rung',
    text: expect.stringContaining('vestibule why call-500'),
  });
  expect((await pressAfter(pressWithinMs)).phase).toBe('too-late');
});

test('a call that sounded is over when it has ended', async () => {
  expect((await pressAfter(1_000, aCall(500, {}, sounding))).isOver).toBe(false);
  expect(await pressAfter(1_000, aCall(500, ended('visitor-left'), sounding))).toMatchObject({
    phase: 'sounded',
    isOver: true,
  });
});
