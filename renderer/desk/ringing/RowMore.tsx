import { useTranslation } from 'react-i18next';
import { Press } from '../../style/Press.tsx';
import { DoorButton } from '../door/DoorButton.tsx';
import type { DeskActs } from '../model.ts';
import type { KnownRing } from '../state.ts';
import type { KnownPress } from '../store/doorPresses.ts';
import { cannot } from './cannot.ts';
import { EndForEveryone } from './EndForEveryone.tsx';
import styles from './ringing.module.css';

type Props = {
  readonly view: KnownRing['view'];
  readonly presses: readonly KnownPress[];
  readonly guard: (act: () => void) => () => void;
  readonly acts: DeskActs;
};

/** What a row of several has no room for: its door at one end, ending it for everyone at the other. */
export function RowMore({ view: { call, can, doors }, presses, guard, acts }: Props) {
  const { t } = useTranslation();
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
      {can.door === true
        ? doors.map((door) => (
            <DoorButton
              key={door.id}
              name={door.name}
              isSure={false}
              press={presses.find((press) => press.callId === call.id && press.door === door.id)}
              guard={guard}
              onOpen={() => acts.openDoor({ callId: call.id, door: door.id, name: door.name })}
            />
          ))
        : null}
      {can.door === 'door-not-proven' ? <p className={styles.note}>{cannot(can.door, call, t)}</p> : null}
    </div>
  );
}
