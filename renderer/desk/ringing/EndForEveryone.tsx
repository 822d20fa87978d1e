import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Press } from '../../style/Press.tsx';
import styles from './ringing.module.css';

type Props = {
  readonly guard: (act: () => void) => () => void;
  readonly onEnd: () => void;
  readonly isAsking?: boolean;
};

/** *End the visitor's call*, which asks once more, because it ends it for every desk. */
export function EndForEveryone({ guard, onEnd, isAsking: startsAsking = false }: Props) {
  const { t } = useTranslation();
  const [isAsking, setAsking] = useState(startsAsking);
  if (!isAsking) {
    return (
      <Press look="redText" size="ring" shortcut="E" onPress={guard(() => setAsking(true))}>
        {t('ring.end')}
      </Press>
    );
  }
  return (
    <fieldset className={styles.sure}>
      <legend>{t('ring.endSure')}</legend>
      <Press look="red" size="ring" shortcut="Enter" onPress={guard(onEnd)}>
        {t('ring.endYes')}
      </Press>
      <Press size="ring" onPress={() => setAsking(false)}>
        {t('ring.endNo')}
      </Press>
    </fieldset>
  );
}
