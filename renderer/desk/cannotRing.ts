import type { TFunction } from 'i18next';
import type { EpochMs } from '../../protocol/call.ts';
import { clockTime } from './clockTime.ts';
import { type DeskState, deafness, isRinging } from './state.ts';

/** Why this desk cannot ring, in words, and what mends it; null when it can. */
export type CannotRing = {
  readonly title: string;
  readonly cause: string;
  readonly meanwhile: string;
  readonly mend: 'sound' | 'back' | 'here' | null;
};

/** `downSince` is the wall time at which the link was lost. */
export function cannotRing(state: DeskState, downSince: EpochMs, t: TFunction): CannotRing | null {
  const { link } = state;
  if (link.phase === 'connecting') return null;
  if (link.phase === 'refused')
    return { title: t('banner.cannot'), cause: link.message, meanwhile: t('banner.unknownOthers'), mend: null };
  if (link.phase === 'down') {
    return {
      title: t('banner.cannot'),
      cause: t('banner.down', { time: clockTime(downSince) }),
      meanwhile: t('banner.unknownOthers'),
      mend: null,
    };
  }
  const meanwhile = others(state, t);
  switch (deafness(state)) {
    case null:
    case 'hidden':
      return null;
    case 'not-started':
      return { title: t('banner.before'), cause: '', meanwhile, mend: isRinging(state) ? 'sound' : null };
    case 'sound-locked':
      return { title: t('banner.cannot'), cause: t('banner.sound'), meanwhile, mend: 'sound' };
    case 'no-speaker':
      return { title: t('banner.cannot'), cause: t('banner.speaker'), meanwhile, mend: 'sound' };
    case 'stepped-away':
      return { title: t('banner.cannot'), cause: t('banner.away'), meanwhile, mend: 'back' };
    case 'another-window':
      return { title: t('banner.elsewhere'), cause: '', meanwhile: '', mend: 'here' };
  }
}

/** What visitors get meanwhile: the other desks that can be heard, by name. */
function others({ coverage, identity }: DeskState, t: TFunction): string {
  const able = coverage
    .flatMap(({ desks }) => desks)
    .filter(({ able: canRing, desk }) => canRing && desk !== identity?.desk.id);
  const names = [...new Set(able.map(({ name }) => name))];
  return names.length === 0 ? t('banner.nobody') : t('banner.others', { names: names.join(', '), count: names.length });
}
