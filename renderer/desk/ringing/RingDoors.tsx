import { useTranslation } from 'react-i18next';
import { DoorButton } from '../doors/DoorButton.tsx';
import type { DeskActs } from '../model.ts';
import { placeOf } from '../placeOf.ts';
import type { KnownRing } from '../state.ts';
import type { KnownPress } from '../store/doorPresses.ts';
import { useSettled } from '../useSettled.ts';
import { doorPlace } from './doorPlace.ts';
import styles from './RingDoors.module.css';

type Props = {
  readonly view: KnownRing['view'];
  readonly hasSeveralSites: boolean;
  /** The visitor is seen: one press is enough. */
  readonly isSure?: boolean;
  readonly presses: readonly KnownPress[];
  readonly guard: (act: () => void) => () => void;
  readonly acts: DeskActs;
};

/** The doors that a call may open: a button each, or in the same place why there is none. Nothing moves when one becomes the other. */
export function RingDoors({ view, hasSeveralSites, isSure = false, presses, guard, acts }: Props) {
  const { t } = useTranslation();
  const { call, doors, site } = view;
  const place = doorPlace(view);
  /** What is pressed is what was painted: another door in the same place takes no press at once. */
  const settled = useSettled(place.kind === 'doors' ? doors.map(({ id }) => id).join(' ') : '');
  if (place.kind === 'none') return null;
  if (place.kind === 'waiting')
    return <p className={styles.place}>{place.says === null ? null : <span>{t(place.says)}</span>}</p>;
  if (place.kind === 'shut') {
    const isLoud = place.says === 'ring.notKnown' || place.says === 'cannot.door-not-proven';
    return (
      <p className={styles.place}>
        <span className={isLoud ? styles.loud : undefined}>
          {place.says.startsWith('ring.') ? t('ring.staysShut', { because: t(place.says) }) : t(place.says)}
        </span>
      </p>
    );
  }
  return doors.map((door) => (
    <DoorButton
      key={door.id}
      name={placeOf({ name: door.name, site }, hasSeveralSites)}
      isSure={isSure}
      isChecking={place.isChecking}
      press={presses.find((press) => press.callId === call.id && press.door === door.id)}
      guard={(act) => guard(settled(act))}
      onOpen={() => acts.openDoor({ callId: call.id, door: door.id, name: door.name, site })}
    />
  ));
}
