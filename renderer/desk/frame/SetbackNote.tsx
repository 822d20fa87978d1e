import { useTranslation } from 'react-i18next';
import { Press } from '../../style/Press.tsx';
import type { DeskActs, DeskModel } from '../model.ts';
import styles from './SetbackNote.module.css';

type Props = { readonly setback: DeskModel['setback']; readonly acts: DeskActs };

/** Why the last answer came to nothing, until the next one or until it is closed. */
export function SetbackNote({ setback, acts }: Props) {
  const { t } = useTranslation();
  if (setback === null) return null;
  return (
    <div role="alert" className={styles.note}>
      <p>{t(`setback.${setback.kind}`)}</p>
      {setback.kind === 'claimed-by-same-desk' ? (
        <Press onPress={() => acts.answer(setback.callId, { takeOver: true })}>{t('setback.takeOver')}</Press>
      ) : null}
      <Press onPress={acts.putSetbackAway}>{t('setback.close')}</Press>
    </div>
  );
}
