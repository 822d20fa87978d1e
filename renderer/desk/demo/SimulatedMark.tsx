import type { Ref } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './demo.module.css';

type Props = {
  readonly isOpen: boolean;
  readonly onToggle: () => void;
  readonly button: Ref<HTMLButtonElement>;
};

/** Says that no real ButterflyMX is behind this desk, and opens what that allows to be shown. */
export function SimulatedMark({ isOpen, onToggle, button }: Props) {
  const { t } = useTranslation();
  return (
    <div className={styles.mark}>
      <p>{t('app.simulated')}</p>
      <button
        ref={button}
        type="button"
        aria-expanded={isOpen}
        aria-controls={isOpen ? 'what-just-happened' : undefined}
        onClick={onToggle}
      >
        {t('demo.title')}
      </button>
    </div>
  );
}
