import { useTranslation } from 'react-i18next';
import { Press } from '../../style/Press.tsx';
import type { DeskActs } from '../model.ts';
import type { KnownRing } from '../state.ts';
import type { KnownPress } from '../store/doorPresses.ts';
import { EndForEveryone } from './EndForEveryone.tsx';
import { RingDoors } from './RingDoors.tsx';
import styles from './ringing.module.css';

type Props = {
  readonly view: KnownRing['view'];
  readonly hasSeveralSites: boolean;
  readonly presses: readonly KnownPress[];
  readonly guard: (act: () => void) => () => void;
  readonly acts: DeskActs;
};

/** What a row of several has no room for: its door at one end, ending it for everyone at the other. */
export function RowMore({ view, hasSeveralSites, presses, guard, acts }: Props) {
  const { t } = useTranslation();
  const { call, can } = view;
  return (
    <div className={styles.more}>
      <div className={styles.moreEnd}>
        {can.end === true ? <EndForEveryone guard={guard} onEnd={() => acts.endForEveryone(call.id)} /> : null}
      </div>
      {can.answer === true ? (
        <Press size="ring" onPress={guard(() => acts.answer(call.id, { muted: true }))}>
          {t('ring.answerMuted')}
        </Press>
      ) : null}
      <RingDoors view={view} hasSeveralSites={hasSeveralSites} presses={presses} guard={guard} acts={acts} />
    </div>
  );
}
