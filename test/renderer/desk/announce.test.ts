import i18next from 'i18next';
import { beforeAll, describe, expect, test } from 'vitest';
import { DoorId, PressId } from '../../../protocol/call.ts';
import type { RingView } from '../../../protocol/ring.ts';
import { type Announcement, announcementFor, doorAnnouncement } from '../../../renderer/desk/announce.ts';
import type { DoorPress } from '../../../renderer/desk/store/doorPresses.ts';
import { startI18n } from '../../../renderer/i18n/i18n.ts';
import { aView, callNamed, thisDesk, thisSeat } from '../../builders/view.ts';

beforeAll(startI18n);

const spoken = (said: Announcement | null) => (said === null ? null : i18next.t(said.key, said.words));
const by = { desk: thisDesk.id, seat: thisSeat, name: thisDesk.name };
const ended = (changes: object) => aView({ phase: 'ended', reason: 'visitor-left', by: null, ...changes });

/** What is said of a change at a desk with so many sites. */
const saidAt = (sites: 1 | 2, view: RingView, before: RingView | null, waiting = 1) =>
  spoken(announcementFor(view, before, { waiting, isMine: false, hasSeveralSites: sites > 1 }));

const pressed = (press: DoorPress) => ({
  callId: callNamed('call-1'),
  door: DoorId.parse('panel:1'),
  name: 'North Lobby',
  site: aView().site,
  pressId: PressId.parse('press-one'),
  at: 0,
  press,
});

describe('at a desk with several sites', () => {
  test('every visitor, whoever has them and their end are told with the building', () => {
    expect([
      saidAt(2, aView(), null, 2),
      saidAt(2, aView({ phase: 'claimed', by }), aView()),
      saidAt(2, ended({}), aView()),
    ]).toEqual([
      'Visitor number 2, North Lobby, Harbor House.',
      'North desk is answering North Lobby, Harbor House.',
      'Visitor at North Lobby, Harbor House left.',
    ]);
  });

  test('the first visitor is told with the building once', () => {
    expect(saidAt(2, aView(), null)).toBe(
      'Visitor at North Lobby, Harbor House, for Front desk. A to answer, S to silence.',
    );
  });

  test('a press of a door is told with the building', () => {
    expect(spoken(doorAnnouncement(pressed({ phase: 'accepted' }), true))).toBe(
      'North Lobby, Harbor House: request accepted.',
    );
  });
});

test('the end of a ring by a desk’s own door says that the request was accepted, not that the door is open', () => {
  expect([
    saidAt(1, ended({ reason: 'door-opened', by }), aView()),
    saidAt(1, ended({ reason: 'door-opened' }), aView()),
  ]).toEqual(['North Lobby: the door request was accepted.', 'North Lobby: the door was opened.']);
});

test('at a desk with one site only the first words of a call name the building', () => {
  expect([
    saidAt(1, aView(), null),
    saidAt(1, aView(), null, 2),
    saidAt(1, ended({}), aView()),
    spoken(doorAnnouncement(pressed({ phase: 'accepted' }), false)),
  ]).toEqual([
    'Visitor at North Lobby, Harbor House, for Front desk. A to answer, S to silence.',
    'Visitor number 2, North Lobby.',
    'Visitor at North Lobby left.',
    'North Lobby: request accepted.',
  ]);
});
