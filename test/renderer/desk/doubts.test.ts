import i18next from 'i18next';
import { beforeAll, expect, test } from 'vitest';
import { doubtOfCall, doubtOfPast, sideBySide } from '../../../renderer/desk/doubts.ts';
import en from '../../../renderer/i18n/en.json' with { type: 'json' };

beforeAll(async () => {
  await i18next.init({ lng: 'en', resources: { en: { translation: en } } });
});

test('a row accuses no call that only was not confirmed', () => {
  for (const confirmation of ['checking', 'confirmed', 'cannot-be-checked', 'unknown'] as const)
    expect(doubtOfCall({ confirmation }, i18next.t)).toBeNull();
  expect(doubtOfCall({ confirmation: 'not-known' }, i18next.t)).toBe('ButterflyMX does not know this call');
});

test('of a past call ButterflyMX’s own word counts for more than a key that leaked', () => {
  const said = (notKnown: boolean, inDoubt: boolean) => doubtOfPast({ notKnown, inDoubt }, i18next.t);
  expect(said(false, false)).toBeNull();
  expect(said(false, true)).toBe('In doubt: the webhook’s key leaked');
  expect(said(true, true)).toBe('ButterflyMX does not know this call');
});

test('words that there are not leave no mark between the others', () => {
  expect(sideBySide('one', null, 'two')).toBe('one · two');
});
