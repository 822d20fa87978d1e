import type { DeskModel } from '../model.ts';
import type { KnownRing } from '../state.ts';
import type { KnownPress } from '../store/doorPresses.ts';

/** Presses from calls that are gone from the screen with their buttons. What became of them is still to be told; the tile of a call that is just over tells it where it shows. */
export function pressesLeft(
  { state, presses }: Pick<DeskModel, 'state' | 'presses'>,
  showsTiles: boolean,
): readonly KnownPress[] {
  const shown = new Set([...state.rings, ...(showsTiles ? state.late : [])].map(placeOfRing));
  return presses.filter((press) => press.callId !== null && !shown.has(`${press.site.id} ${press.callId}`));
}

const placeOfRing = ({ view: { site, call } }: KnownRing) => `${site.id} ${call.id}`;
