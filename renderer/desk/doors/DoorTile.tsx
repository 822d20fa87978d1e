import { useTranslation } from 'react-i18next';
import { Press } from '../../style/Press.tsx';
import type { KnownPress } from '../store/doorPresses.ts';
import styles from './DoorTile.module.css';
import { PressState } from './PressState.tsx';
import { useOpening } from './useOpening.ts';

type Props = {
  readonly name: string;
  /** The name, with the building where a desk has several: what the second press opens. */
  readonly place: string;
  /** Shown above the name where a desk has several buildings, or where the door is of a call that is over. */
  readonly above: string | null;
  readonly press: KnownPress | undefined;
  readonly guard: (act: () => void) => () => void;
  readonly onOpen: () => void;
};

/** A door that can be opened without a call: large, with its building, to hold or to press and confirm. */
export function DoorTile({ name, place, above, press, guard, onOpen }: Props) {
  const { t } = useTranslation();
  const { isArmed, open, arm, hold, letGo } = useOpening(guard, onOpen);
  return (
    <div className={styles.tile}>
      <div onPointerDownCapture={isArmed ? undefined : hold} onPointerUpCapture={letGo} onPointerLeave={letGo}>
        {isArmed ? (
          <Press look="ink" size="tile" onPress={open} label={`${t('door.now')} ${place}`}>
            <span className={styles.name}>{t('door.now')}</span> <span className={styles.above}>{place}</span>
          </Press>
        ) : (
          <Press
            look="ink"
            size="tile"
            onPress={arm}
            label={t('door.open', { door: above === null ? name : `${above} ${name}` })}
          >
            {above === null ? null : <span className={styles.above}>{above}</span>}{' '}
            <span className={styles.name}>{name}</span>
          </Press>
        )}
      </div>
      <p className={styles.said}>{press ? <PressState press={press} /> : t('door.hold')}</p>
    </div>
  );
}
