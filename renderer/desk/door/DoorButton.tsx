import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EpochMs } from '../../../protocol/call.ts';
import { Press } from '../../style/Press.tsx';
import { clockTimeSeconds } from '../clockTime.ts';
import type { KnownPress } from '../doorPresses.ts';
import styles from './DoorButton.module.css';

type Props = {
  readonly name: string;
  /** One press is enough; otherwise hold it, or press and confirm. */
  readonly isSure: boolean;
  /** What became of the last press of this door, if it is still of interest. */
  readonly press: KnownPress | undefined;
  readonly guard: (act: () => void) => () => void;
  readonly onOpen: () => void;
};

const holdMs = 800;
const armedMs = 5_000;

/** A door on its own button: hold it, or press and confirm within five seconds; what became of it stands below. */
export function DoorButton({ name, isSure, press, guard, onOpen }: Props) {
  const { t } = useTranslation();
  const [isArmed, setArmed] = useState(false);
  const held = useRef<ReturnType<typeof setTimeout> | null>(null);
  /** Letting go after a hold is a press too; it must not ask again. */
  const hasOpened = useRef(false);
  useEffect(() => {
    if (!isArmed) return;
    const timer = setTimeout(() => setArmed(false), armedMs);
    return () => clearTimeout(timer);
  }, [isArmed]);

  const open = () => {
    setArmed(false);
    onOpen();
  };
  const arm = () => {
    if (!hasOpened.current) setArmed(true);
    hasOpened.current = false;
  };
  const letGo = () => {
    if (held.current !== null) clearTimeout(held.current);
    held.current = null;
  };
  const hold = guard(() => {
    hasOpened.current = false;
    held.current = setTimeout(() => {
      hasOpened.current = true;
      open();
    }, holdMs);
  });
  return (
    <div className={styles.door}>
      <div
        className={styles.buttons}
        onPointerDownCapture={isSure || isArmed ? undefined : hold}
        onPointerUpCapture={letGo}
        onPointerLeave={letGo}
      >
        {isArmed ? (
          <Press look="ink" size="ring" onPress={guard(open)} shortcut="Enter" label={`${t('door.now')}: ${name}`}>
            {t('door.now')}
          </Press>
        ) : (
          <Press look="ink" size="ring" shortcut="O" onPress={guard(isSure ? open : arm)}>
            {t('door.open', { door: name })}
          </Press>
        )}
      </div>
      <p className={styles.said} role="status">
        {press ? <PressState press={press} /> : isSure ? '' : t('door.hold')}
      </p>
    </div>
  );
}

function PressState({ press: { press } }: { readonly press: KnownPress }) {
  const { t } = useTranslation();
  switch (press.phase) {
    case 'opening':
      return t('door.opening');
    case 'accepted':
      return t('door.accepted');
    case 'confirmed':
      return t('door.confirmed', { time: clockTimeSeconds(EpochMs.parse(Date.now())) });
    case 'not-confirmed':
      return t('door.notConfirmed');
    case 'unknown':
      return t('door.unknown');
    case 'refused':
      return t('door.refused', { because: t(`door.because.${press.because}`) });
  }
}
