import type { RingView } from '../../protocol/ring.ts';
import { placeOf } from './placeOf.ts';
import type { KnownPress } from './store/doorPresses.ts';

/** A sentence of the catalogue with its words, for the screen reader. */
export type Announcement = {
  readonly key: string;
  readonly words: Readonly<Record<string, string | number>>;
  readonly urgent: boolean;
};

/** How things stand while a change is announced: `waiting` counts the visitors who wait now. */
export type Standing = { readonly waiting: number; readonly isMine: boolean; readonly hasSeveralSites: boolean };

/** What a change of a ring says aloud, once; null when it says nothing. */
export function announcementFor(
  view: RingView,
  before: RingView | null,
  { waiting, isMine, hasSeveralSites }: Standing,
): Announcement | null {
  const words = { panel: placeOf({ name: view.call.panel, site: view.site }, hasSeveralSites) };
  if (view.phase === 'ringing' && before?.phase !== 'ringing') {
    if (waiting > 1) return { key: 'say.further', words: { ...words, count: waiting }, urgent: true };
    return { key: ringSentence(view), words: ringWords(view), urgent: true };
  }
  if (view.phase === 'ended' && before !== null && before.phase !== 'ended')
    return { key: endSentence(view), words, urgent: false };
  if (view.phase === 'claimed' && !isMine && before?.phase === 'ringing')
    return { key: 'say.claimed', words: { ...words, name: view.by.name }, urgent: false };
  return null;
}

/** That a desk's request for the door was accepted does not say yet that the door is open. */
const endSentence = ({ reason, by }: Extract<RingView, { phase: 'ended' }>) =>
  reason === 'door-opened' && by !== null ? 'say.ended.door-accepted' : `say.ended.${reason}`;

/** A first visitor is told with the building, however many there are. */
const ringWords = ({ call, site }: RingView) => ({ panel: call.panel, site: site.name, unit: call.unit ?? '' });

function ringSentence({ call: { unit }, can }: RingView): string {
  if (can.answer === 'not-our-account') return unit === null ? 'say.ringsForOthers' : 'say.ringsForOtherUnit';
  if (can.answer === 'account-refused') return 'say.ringsButRefused';
  return unit === null ? 'say.ringsForDesk' : 'say.ringsForUnit';
}

/** What became of a press of a door, with the door's name; the pressing itself needs no words. */
export function doorAnnouncement(known: KnownPress, hasSeveralSites: boolean): Announcement | null {
  const words = { door: placeOf(known, hasSeveralSites) };
  const say = (key: string, urgent = false): Announcement => ({ key, words, urgent });
  switch (known.press.phase) {
    case 'opening':
      return null;
    case 'accepted':
      return say('say.door.accepted');
    case 'confirmed':
      return say('say.door.confirmed');
    case 'not-confirmed':
      return say('say.door.notConfirmed', true);
    case 'unknown':
      return say('say.door.unknown', true);
    case 'refused':
      return say('say.door.refused', true);
  }
}
