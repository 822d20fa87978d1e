import { describe, expect, test } from 'vitest';
import type { WhichRing } from '../../../protocol/site.ts';
import type { LinkedAccount } from '../../../server/ring/linked.ts';
import { accountCalled, type Called, isOurs, isSpeechless, whyNotRung } from '../../../server/ring/whichRing.ts';

const anAccount = (changes: Partial<LinkedAccount> = {}): LinkedAccount => ({
  account: 'account-1',
  role: 'called',
  label: 'Front desk',
  state: 'linked',
  canSpeak: true,
  tenants: [{ id: 7340020, buildingId: 61200, unitId: 2203340, unit: 'Front desk' }],
  userIds: [],
  ...changes,
});
const aTenant = (unitId: number | null, unit: string | null) => ({ id: 7340020, buildingId: 61200, unitId, unit });

const call = (changes: Partial<Called> = {}): Called => ({
  userId: 5100232,
  unitId: 2203346,
  unit: '3A',
  recipient: { kind: 'resident', name: 'Ilse Brandt' },
  unreadable: false,
  ...changes,
});
const attendant = call({ recipient: { kind: 'frontDesk' }, userId: null, unitId: null, unit: null });
const deskTenant = call({ userId: 5100230, unitId: 2203340, unit: 'Front desk' });

const desk: WhichRing = { kind: 'desk' };
const all: WhichRing = { kind: 'all' };
const named = (...units: readonly string[]): WhichRing => ({ kind: 'named', units });
const rings = null;

describe('which calls ring', () => {
  test.each<
    readonly [what: string, call: Called, which: WhichRing, linked: readonly LinkedAccount[], why: string | null]
  >([
    ['an attendant’s call, for the front desk only', attendant, desk, [anAccount()], rings],
    ['an attendant’s call, where units are named', attendant, named('12F'), [], rings],
    ['a resident’s call, where all ring', call(), all, [anAccount()], rings],
    ['a resident’s call, while no account is linked', call(), desk, [], rings],
    [
      'a resident’s call, with an administrator’s account alone',
      call(),
      desk,
      [anAccount({ role: 'administrator' })],
      rings,
    ],
    ['a resident’s call, once the front desk is linked', call(), desk, [anAccount()], 'front-desk-only'],
    [
      'a resident’s call, though the vendor refuses the account now',
      call(),
      desk,
      [anAccount({ state: 'refused' })],
      'front-desk-only',
    ],
    ['a call to the account, by its unit’s number', deskTenant, desk, [anAccount()], rings],
    [
      'a call to the account, by its unit’s label alone',
      { ...deskTenant, unitId: null, userId: null },
      desk,
      [anAccount()],
      rings,
    ],
    [
      'a call to the account, by a learnt number of its user alone',
      call({ userId: 5100230 }),
      desk,
      [anAccount({ tenants: [], userIds: [5100230] })],
      rings,
    ],
    [
      'a call to the second of two accounts',
      call(),
      desk,
      [anAccount(), anAccount({ tenants: [aTenant(2203346, '3A')] })],
      rings,
    ],
    ['a call to nobody whose unit is told', call({ unitId: null, unit: null }), desk, [anAccount()], rings],
    ['a call of which nothing could be read', call({ unreadable: true }), desk, [anAccount()], rings],
    ['any call, while nothing is known of the account', call(), desk, [anAccount({ tenants: [] })], rings],
    [
      'another user’s call, by the learnt number alone',
      call(),
      desk,
      [anAccount({ tenants: [], userIds: [5100230] })],
      'front-desk-only',
    ],
    [
      'another user’s call, while only one of two tenants is learnt',
      call({ unitId: null }),
      desk,
      [anAccount({ tenants: [aTenant(1, null), aTenant(2, null)], userIds: [5100230] })],
      rings,
    ],
    [
      'a call whose number cannot be compared',
      call({ unitId: null, userId: null }),
      desk,
      [anAccount({ tenants: [aTenant(2203340, null)] })],
      rings,
    ],
    ['a call to a named unit', call(), named('12F', ' 3a '), [], rings],
    ['a call to a unit that is not named', call(), named('12F'), [], 'unit-not-named'],
    ['a call to no named unit, where none is', call(), named(), [], 'unit-not-named'],
    ['a call whose unit has no label, where units are named', call({ unit: null }), named('12F'), [], rings],
    ['a call to the account, where its unit is not named', deskTenant, named('12F'), [anAccount()], rings],
    ['another’s call, where its unit is named beside the account', call(), named('3A'), [anAccount()], rings],
    [
      'another’s call, where its unit is not named beside the account',
      call(),
      named('12F'),
      [anAccount()],
      'unit-not-named',
    ],
  ])('%s', (_what, called, whichRing, linked, why) => {
    expect(whyNotRung(called, { whichRing }, linked)).toBe(why);
  });
});

describe('whose call it is', () => {
  test.each<readonly [what: string, call: Called, linked: readonly LinkedAccount[], ours: boolean]>([
    ['any, while no account that is called is linked', call(), [anAccount({ role: 'administrator' })], true],
    ['the front desk’s, for an attendant', attendant, [anAccount()], true],
    ['the front desk’s, by the unit’s number', deskTenant, [anAccount()], true],
    ['a resident’s own', call(), [anAccount()], false],
    ['ours as far as can be told', call({ unit: null, unitId: null, userId: null }), [anAccount()], true],
  ])('%s', (_what, called, linked, ours) => {
    expect(isOurs(called, linked)).toBe(ours);
  });
});

describe('nobody here can answer', () => {
  const mute = (changes: Partial<LinkedAccount> = {}) => anAccount({ state: 'refused', canSpeak: false, ...changes });
  test.each<readonly [what: string, call: Called, linked: readonly LinkedAccount[], speechless: boolean]>([
    ['where the account that was called can speak no more', deskTenant, [mute()], true],
    ['an attendant’s call, where no account can speak any more', attendant, [mute(), mute({ account: 'b' })], true],
    ['an attendant’s call, but while another account can', attendant, [mute(), anAccount({ account: 'b' })], false],
    [
      'where only another unit’s account can',
      deskTenant,
      [mute(), anAccount({ account: 'b', tenants: [aTenant(2203346, '3A')] })],
      true,
    ],
    [
      'but not for an administrator’s account that can speak no more',
      attendant,
      [mute({ role: 'administrator' })],
      false,
    ],
    ['but not while a refused account’s token is good still', deskTenant, [anAccount({ state: 'refused' })], false],
  ])('%s', (_what, called, linked, speechless) => {
    expect(isSpeechless(called, linked)).toBe(speechless);
  });
});

describe('the account that a call was placed to', () => {
  const other = anAccount({ account: 'account-2', tenants: [aTenant(2203346, '3A')] });
  const unknown = anAccount({ tenants: [] });
  test.each<readonly [what: string, call: Called, linked: readonly LinkedAccount[], account: string | null]>([
    ['the only one, by its unit', deskTenant, [anAccount()], 'account-1'],
    ['the only one, where neither tells a unit', call({ unit: null, unitId: null }), [anAccount()], 'account-1'],
    ['the only one, of which no tenant is known', call(), [unknown], 'account-1'],
    ['none, for a call to another unit', call(), [anAccount()], null],
    ['none, for another user than the one that was learnt', call(), [{ ...unknown, userIds: [5100230] }], null],
    ['of two, the one of its unit', call(), [anAccount(), other], 'account-2'],
    ['none of two, where the call tells no unit', call({ unit: null, unitId: null }), [anAccount(), other], null],
    ['never an administrator’s', deskTenant, [anAccount({ role: 'administrator' })], null],
  ])('is %s', (_what, called, linked, account) => {
    expect(accountCalled(called, linked)?.account ?? null).toBe(account);
  });
});
