import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Press } from '../../style/Press.tsx';
import styles from './demo.module.css';

type Props = { readonly onStartOver: () => Promise<boolean> };

/** *Start over*, which asks once more: it ends every call and deletes what visitors of the demonstration did. */
export function StartOver({ onStartOver }: Props) {
  const { t } = useTranslation();
  const [phase, setPhase] = useState<'idle' | 'asking' | 'failed'>('idle');
  if (phase !== 'asking') {
    return (
      <>
        <Press onPress={() => setPhase('asking')}>{t('demo.startOver')}</Press>
        {phase === 'failed' ? <p role="alert">{t('demo.notStarted')}</p> : null}
      </>
    );
  }
  const startOver = () => void onStartOver().then((done) => setPhase(done ? 'idle' : 'failed'));
  return (
    <fieldset className={styles.sure}>
      <legend>{t('demo.sure')}</legend>
      <Press look="red" onPress={startOver}>
        {t('demo.yes')}
      </Press>
      <Press onPress={() => setPhase('idle')}>{t('demo.no')}</Press>
    </fieldset>
  );
}
