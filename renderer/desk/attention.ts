import type { TFunction } from 'i18next';
import type { Attention } from '../../protocol/bridge.ts';
import type { EpochMs } from '../../protocol/call.ts';
import { cannotRing } from './cannotRing.ts';
import { missedCount } from './missedCount.ts';
import type { DeskModel } from './model.ts';
import { deafness, isRinging, soundingRings } from './state.ts';

/** What is seen of this desk outside its page: the card, the tray, the badge. Pure. */
export function attentionOf({ state, conversation, enrolment }: DeskModel, wallNow: EpochMs, t: TFunction): Attention {
  const ringing = isRinging(state);
  const talks = conversation.phase !== 'none';
  const isAble = deafness(state) === null && state.link.phase === 'up';
  const trouble = cannotRing(state, wallNow, t);
  const card = !ringing ? 'none' : talks || soundingRings(state).length === 0 ? 'strip' : 'full';
  return {
    ringing,
    talking: talks,
    able: enrolment === 'enrolled' || enrolment === 'starting' ? (isAble ? 'yes' : 'no') : 'not-paired',
    because: (trouble?.cause || trouble?.title || '').slice(0, 200),
    missed: Math.min(9_999, missedCount(state.missed)),
    card,
  };
}
