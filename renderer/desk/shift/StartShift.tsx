import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Press } from '../../style/Press.tsx';
import type { DeskActs, DeskModel } from '../model.ts';
import styles from './StartShift.module.css';

type Props = {
  readonly microphone: DeskModel['microphone'];
  readonly missedCount: number;
  readonly hour: number;
  readonly acts: DeskActs;
};

/** The start of a shift: hear the ring once, allow the microphone, begin. One click is enough. */
export function StartShift({ microphone, missedCount, hour, acts }: Props) {
  const { t } = useTranslation();
  const [hasPlayed, setPlayed] = useState(false);
  return (
    <div className={styles.shift}>
      <h1>{t(hour < 12 ? 'shift.morning' : hour < 18 ? 'shift.afternoon' : 'shift.evening')}</h1>
      <section className={styles.row} aria-labelledby="shift-speaker">
        <div>
          <h2 id="shift-speaker">{t('shift.speaker')}</h2>
          {hasPlayed ? <p>{t('shift.heard')}</p> : null}
        </div>
        <Press
          onPress={() => {
            setPlayed(true);
            acts.tryRing();
          }}
        >
          {t('shift.playRing')}
        </Press>
      </section>
      <section className={styles.row} aria-labelledby="shift-microphone">
        <div>
          <h2 id="shift-microphone">{t('shift.microphone')}</h2>
          <p>
            {t(
              microphone === 'refused'
                ? 'shift.microphoneRefused'
                : microphone === 'missing'
                  ? 'shift.microphoneMissing'
                  : 'shift.microphoneExplain',
            )}
          </p>
        </div>
      </section>
      <Press look="green" size="large" onPress={acts.startShift}>
        {t('shift.start')}
      </Press>
      {missedCount > 0 ? <p className={styles.missed}>{t('shift.missed', { count: missedCount })}</p> : null}
    </div>
  );
}
