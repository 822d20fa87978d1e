import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { EpochMs } from '../../../protocol/call.ts';
import { Press } from '../../style/Press.tsx';
import { cannotRing } from '../cannotRing.ts';
import type { DeskActs, DeskModel } from '../model.ts';
import styles from './Banner.module.css';

type Props = { readonly model: DeskModel; readonly acts: DeskActs };

/** Whether this desk can be heard, when that is in doubt: red while it cannot, green for a moment when it can again. */
export function Banner({ model, acts }: Props) {
  const { t } = useTranslation();
  const { link } = model.state;
  const downSince = useRef<EpochMs | null>(null);
  if (link.phase !== 'down') downSince.current = null;
  else downSince.current ??= EpochMs.parse(Math.round(Date.now() - (performance.now() - link.since)));
  const trouble = cannotRing(model.state, downSince.current ?? EpochMs.parse(Date.now()), t);
  if (trouble === null) {
    const { repaired } = model;
    if (repaired === null || model.state.ears.shift === 'not-started' || model.state.link.phase !== 'up')
      return <div role="alert" className={styles.none} />;
    return (
      <div role="alert" className={`${styles.banner} ${styles.good}`}>
        <p>{repaired.missed === 0 ? t('banner.repaired') : t('banner.repairedMissed', { count: repaired.missed })}</p>
      </div>
    );
  }
  return (
    <div role="alert" className={`${styles.banner} ${model.knowsDeaf ? styles.known : ''}`}>
      <p>
        <strong>{trouble.title}</strong> {trouble.cause} {trouble.meanwhile}
      </p>
      <div className={styles.acts}>
        {trouble.mend === 'sound' ? <Press onPress={acts.startShift}>{t('banner.soundOn')}</Press> : null}
        {trouble.mend === 'back' ? <Press onPress={() => acts.stepAway(false)}>{t('banner.back')}</Press> : null}
        {trouble.mend === 'here' ? <Press onPress={acts.useHere}>{t('banner.here')}</Press> : null}
        {model.knowsDeaf || model.state.ears.shift === 'not-started' ? null : (
          <Press onPress={acts.knowDeaf}>{t('banner.know')}</Press>
        )}
      </div>
    </div>
  );
}
