import type { TFunction } from 'i18next';
import type { Call } from '../../protocol/call.ts';

/** For whom the visitor came, in words: "for Front desk", "for Apt 12F, …". */
export function whom({ recipient, unit }: Pick<Call, 'recipient' | 'unit'>, t: TFunction): string {
  if (recipient.kind === 'frontDesk') return t('ring.forDesk');
  const { name } = recipient;
  if (unit !== null) return name === null ? t('ring.forUnit', { unit }) : t('ring.forResident', { unit, name });
  return name === null ? t('ring.forSomeone') : t('ring.forName', { name });
}
