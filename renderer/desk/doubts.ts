import type { TFunction } from 'i18next';
import type { Call } from '../../protocol/call.ts';
import type { PastCall } from '../../protocol/pastCall.ts';

/** What a row adds to a call that rings: nothing of one that only was not confirmed yet, for that accuses nobody. */
export const doubtOfCall = ({ confirmation }: Pick<Call, 'confirmation'>, t: TFunction): string | null =>
  confirmation === 'not-known' ? t('ring.notKnown') : null;

/** What the history says of where a call came from; a key that leaked says less than ButterflyMX itself. */
export function doubtOfPast(
  { notKnown, inDoubt }: Pick<PastCall, 'notKnown' | 'inDoubt'>,
  t: TFunction,
): string | null {
  if (notKnown) return t('ring.notKnown');
  return inDoubt ? t('history.inDoubt') : null;
}

/** Words side by side, without those that there are not. */
export const sideBySide = (...words: readonly (string | null)[]): string =>
  words.filter((word) => word !== null).join(' · ');
