import { useTranslation } from 'react-i18next';
import type { DeskState } from '../desk/state.ts';
import styles from './RingCard.module.css';

/** How many ring that the card does not draw; the desk's own window has them. */
export function UndrawnNote({ state: { undrawn } }: { readonly state: Pick<DeskState, 'undrawn'> }) {
  const { t } = useTranslation();
  const count = undrawn.reduce((sum, site) => sum + site.count, 0);
  return count === 0 ? null : <p className={styles.count}>{t('undrawn.row', { count })}</p>;
}
