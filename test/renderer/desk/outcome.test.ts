import i18next from 'i18next';
import { beforeAll, describe, expect, test } from 'vitest';
import { EpochMs } from '../../../protocol/call.ts';
import { type Outcome, outcome, outcomeOfRing } from '../../../renderer/desk/outcome.ts';
import { startI18n } from '../../../renderer/i18n/i18n.ts';
import { aView, thisDesk, thisSeat } from '../../builders/view.ts';

beforeAll(startI18n);

const by = { desk: thisDesk.id, seat: thisSeat, name: thisDesk.name };
const past = (changes: Partial<Outcome>) =>
  outcome(
    { reason: 'hung-up', by, doorOpened: true, doorConfirmedAt: null, doorNotConfirmed: false, ...changes },
    i18next.t,
  );

describe('a desk’s door in the history', () => {
  test('was asked for when ButterflyMX accepted it and no log tells more', () => {
    expect(past({})).toBe('Door request by North desk accepted');
  });

  test('was opened when the log shows it, however late', () => {
    expect(past({ doorConfirmedAt: EpochMs.parse(1_000), doorNotConfirmed: true })).toBe('Door opened by North desk');
  });

  test('is not confirmed when the log does not show it', () => {
    expect(past({ doorNotConfirmed: true })).toBe('Door request by North desk not confirmed');
  });
});

describe('a ring that ends with the door', () => {
  const ended = (changes: object) => {
    const view = aView({ phase: 'ended', reason: 'door-opened', by: null, ...changes });
    return view.phase === 'ended' ? outcomeOfRing(view, i18next.t) : null;
  };

  test('says no more than that a desk’s request was accepted', () => {
    expect(ended({ by })).toBe('Door request by North desk accepted');
  });

  test('was opened where ButterflyMX itself says so', () => {
    expect(ended({})).toBe('Door opened');
  });
});
