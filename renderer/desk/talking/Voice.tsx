import { useTranslation } from 'react-i18next';
import type { Conversation } from '../store/conversation.ts';
import styles from './talking.module.css';

type Props = { readonly conversation: Exclude<Conversation, { phase: 'none' }> };

/** Whether the visitor hears us, in words and in colour: *hears you* only when nothing that we know of is in the way. */
export function Voice({ conversation }: Props) {
  const { t } = useTranslation();
  const words = wordsFor(conversation);
  const look = words === 'talk.heard' ? styles.good : words === 'talk.connecting' ? styles.quiet : styles.doubt;
  return <p className={look}>{t(words)}</p>;
}

function wordsFor(conversation: Props['conversation']) {
  if (conversation.phase === 'connecting') return 'talk.connecting';
  if (conversation.microphone === 'silenced') return 'talk.silenced';
  if (conversation.microphone !== 'open') return 'talk.noMicrophone';
  if (conversation.muted) return 'talk.muted';
  return conversation.line === 'reconnecting' ? 'talk.broken' : 'talk.heard';
}
