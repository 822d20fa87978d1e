import type { TFunction } from 'i18next';
import type { Call } from '../../../protocol/call.ts';
import type { Hindrance } from '../../../protocol/ring.ts';

/** Why a call cannot be answered here, as a sentence in place of the buttons. */
export function cannot(because: Hindrance, { unit }: Pick<Call, 'unit'>, t: TFunction): string {
  if (because !== 'not-our-account') return t(`cannot.${because}`, { name: '' });
  return unit === null ? t('cannot.not-our-account-no-unit') : t('cannot.not-our-account', { unit });
}
