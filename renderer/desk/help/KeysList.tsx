import { useTranslation } from 'react-i18next';
import styles from './KeysList.module.css';
import { shortcuts } from './shortcuts.ts';

/** Every key and what it does. */
export function KeysList() {
  const { t } = useTranslation();
  return (
    <dl className={styles.keys}>
      {shortcuts.map(({ keys, says }) => (
        <div key={keys}>
          <dt>
            <kbd>{keys}</kbd>
          </dt>
          <dd>{t(says)}</dd>
        </div>
      ))}
    </dl>
  );
}
