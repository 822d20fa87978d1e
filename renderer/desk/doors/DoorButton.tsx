import { useTranslation } from 'react-i18next';
import { Press } from '../../style/Press.tsx';
import type { KnownPress } from '../store/doorPresses.ts';
import styles from './DoorButton.module.css';
import { PressState } from './PressState.tsx';
import { useOpening } from './useOpening.ts';

type Props = {
  readonly name: string;
  /** One press is enough; otherwise hold it, or press and confirm. */
  readonly isSure: boolean;
  /** ButterflyMX has not confirmed the call yet: a press asks it first. */
  readonly isChecking: boolean;
  /** What became of the last press of this door, if it is still of interest. */
  readonly press: KnownPress | undefined;
  readonly guard: (act: () => void) => () => void;
  readonly onOpen: () => void;
};

/** A door on its own button: hold it, or press and confirm within five seconds; what became of it stands below. */
export function DoorButton({ name, isSure, isChecking, press, guard, onOpen }: Props) {
  const { t } = useTranslation();
  const { isArmed, open, arm, hold, letGo } = useOpening(guard, onOpen);
  return (
    <div className={styles.door}>
      <div
        className={styles.buttons}
        onPointerDownCapture={isSure || isArmed ? undefined : hold}
        onPointerUpCapture={letGo}
        onPointerLeave={letGo}
      >
        {isArmed ? (
          <Press look="ink" size="ring" onPress={open} shortcut="Enter" label={`${t('door.now')}: ${name}`}>
            {t('door.now')}
          </Press>
        ) : (
          <Press
            look="ink"
            size="ring"
            shortcut="O"
            onPress={isSure ? open : arm}
            label={t(isChecking ? 'door.openChecking' : 'door.open', { door: name })}
          >
            <span className={styles.name}>
              {t('door.open', { door: name })} {isChecking ? <small>· {t('door.checking')}</small> : null}
            </span>
          </Press>
        )}
      </div>
      <p className={styles.said}>{press ? <PressState press={press} /> : isSure ? '' : t('door.hold')}</p>
    </div>
  );
}
