import { useTranslation } from 'react-i18next';
import type { Conversation } from '../store/conversation.ts';
import styles from './talking.module.css';

type Props = { readonly conversation: Exclude<Conversation, { phase: 'none' }> };

/** What is wrong with the line or was changed about the microphone, in words, and only then. */
export function LineNotes({ conversation }: Props) {
  const { t } = useTranslation();
  if (conversation.phase !== 'live') return null;
  const { line, quality, lack, switchedTo } = conversation;
  return (
    <div role="status">
      {line === 'reconnecting' ? <p className={styles.note}>{t('talk.reconnecting')}</p> : null}
      {line === 'whole' && quality === 'poor' ? <p className={styles.note}>{t('talk.poor')}</p> : null}
      {lack === null ? null : (
        <p className={styles.note}>{t(lack === 'picture' ? 'talk.lacksPicture' : 'talk.lacksVoice')}</p>
      )}
      {switchedTo === null ? null : (
        <p className={styles.note}>
          {switchedTo === '' ? t('talk.switchedToOther') : t('talk.switched', { name: switchedTo })}
        </p>
      )}
    </div>
  );
}
