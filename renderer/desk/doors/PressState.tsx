import { useTranslation } from 'react-i18next';
import { clockTimeSeconds } from '../clockTime.ts';
import type { KnownPress } from '../store/doorPresses.ts';

/** What became of a press, as far as it is known. The screen reader hears it with the door's name, elsewhere. */
export function PressState({ press: { press } }: { readonly press: KnownPress }) {
  const { t } = useTranslation();
  switch (press.phase) {
    case 'opening':
      return t('door.opening');
    case 'accepted':
      return t('door.accepted');
    case 'confirmed':
      return t('door.confirmed', { time: clockTimeSeconds(press.at) });
    case 'not-confirmed':
      return t('door.notConfirmed');
    case 'unknown':
      return t('door.unknown');
    case 'refused':
      return t('door.refused', { because: t(`door.because.${press.because}`) });
  }
}
