import type { RingView } from '../../protocol/ring.ts';

/** A sentence of the catalogue with its words, for the screen reader. */
export type Announcement = {
  readonly key: string;
  readonly words: Readonly<Record<string, string | number>>;
  readonly urgent: boolean;
};

/** What a change of a ring says aloud, once; null when it says nothing. `waiting` counts the visitors who wait now. */
export function announcementFor(
  view: RingView,
  before: RingView | null,
  { waiting, isMine }: { readonly waiting: number; readonly isMine: boolean },
): Announcement | null {
  const words = { panel: view.call.panel, site: view.site.name, unit: view.call.unit ?? '' };
  if (view.phase === 'ringing' && before?.phase !== 'ringing') {
    if (waiting > 1) return { key: 'say.further', words: { ...words, count: waiting }, urgent: true };
    return { key: ringSentence(view), words, urgent: true };
  }
  if (view.phase === 'ended' && before !== null && before.phase !== 'ended')
    return { key: `say.ended.${view.reason}`, words, urgent: false };
  if (view.phase === 'claimed' && !isMine && before?.phase === 'ringing')
    return { key: 'say.claimed', words: { ...words, name: view.by.name }, urgent: false };
  return null;
}

function ringSentence({ call: { unit }, can }: RingView): string {
  if (can.answer === 'not-our-account') return unit === null ? 'say.ringsForOthers' : 'say.ringsForOtherUnit';
  return unit === null ? 'say.ringsForDesk' : 'say.ringsForUnit';
}
