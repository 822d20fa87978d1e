import { useTranslation } from 'react-i18next';
import type { Announcement } from '../announce.ts';
import styles from './LiveRegions.module.css';

/** What the screen reader says: urgent words at once, others when it has time. */
export function LiveRegions({ announcement }: { readonly announcement: Announcement | null }) {
  const { t } = useTranslation();
  const words = announcement === null ? '' : t(announcement.key, announcement.words);
  const isUrgent = announcement?.urgent ?? false;
  return (
    <>
      <div className={styles.heard} aria-live="assertive">
        {isUrgent ? words : ''}
      </div>
      <div className={styles.heard} aria-live="polite">
        {isUrgent ? '' : words}
      </div>
    </>
  );
}
