import { useTranslation } from 'react-i18next';
import { DoorButton } from '../door/DoorButton.tsx';
import type { DeskActs } from '../model.ts';
import { placeOf } from '../placeOf.ts';
import type { KnownRing } from '../state.ts';
import type { KnownPress } from '../store/doorPresses.ts';
import { cannot } from './cannot.ts';
import styles from './ringing.module.css';

type Props = {
  readonly view: KnownRing['view'];
  readonly hasSeveralSites: boolean;
  readonly presses: readonly KnownPress[];
  readonly guard: (act: () => void) => () => void;
  readonly acts: DeskActs;
};

/** The doors that a ringing call may open: a button each, or why there is none yet. */
export function RingDoors({ view: { call, can, doors, site }, hasSeveralSites, presses, guard, acts }: Props) {
  const { t } = useTranslation();
  if (can.door === 'door-not-proven') return <p className={styles.note}>{cannot(can.door, call, t)}</p>;
  if (can.door !== true) return null;
  return doors.map((door) => (
    <DoorButton
      key={door.id}
      name={placeOf({ name: door.name, site }, hasSeveralSites)}
      isSure={false}
      press={presses.find((press) => press.callId === call.id && press.door === door.id)}
      guard={guard}
      onOpen={() => acts.openDoor({ callId: call.id, door: door.id, name: door.name, site })}
    />
  ));
}
