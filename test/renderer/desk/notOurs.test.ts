import { describe, expect, test } from 'vitest';
import { SiteId } from '../../../protocol/call.ts';
import { announcementFor } from '../../../renderer/desk/announce.ts';
import { residentsRing } from '../../../renderer/desk/residentsRing.ts';
import { initialState, reduce } from '../../../renderer/desk/state.ts';
import { aPicture, aView, thisDesk } from '../../builders/view.ts';

const alone = { waiting: 1, isMine: false, hasSeveralSites: false };
const notOurs = { answer: 'not-our-account', end: 'not-our-account', door: 'not-our-account' };
const said = (unit: string | null) =>
  announcementFor(aView({ can: notOurs, call: { ...aView().call, unit } }), null, alone)?.key;

test('a call that only others can answer is announced as such, and no key to answer it is offered', () => {
  expect([said('1204'), said(null)]).toEqual(['say.ringsForOtherUnit', 'say.ringsForOthers']);
});

test('a call that nobody here can answer, because the account is refused, is announced with what to do', () => {
  const can = { answer: 'account-refused', end: 'account-refused', door: 'account-refused' };
  const said = announcementFor(aView({ can }), null, alone);
  expect(said?.key).toBe('say.ringsButRefused');
});

describe('where residents’ calls ring too', () => {
  const site = (id: string) => ({ id: SiteId.parse(id), name: `${id} house` });
  const note = (id: string, rings: boolean) => ({ site: SiteId.parse(id), residentsRing: rings, panels: [] });
  const told = (...notes: readonly ReturnType<typeof note>[]) =>
    residentsRing(
      reduce(initialState(0), {
        kind: 'picture',
        picture: aPicture({ desk: { ...thisDesk, sites: [site('east'), site('west')] }, notes }),
        now: 0,
      }),
    );

  test('nowhere, at each site, or at the sites of these names', () => {
    expect(told(note('east', false), note('west', false))).toBe('no');
    expect(told(note('east', true), note('west', true))).toBe('everywhere');
    expect(told(note('east', false), note('west', true))).toEqual(['west house']);
  });
});
