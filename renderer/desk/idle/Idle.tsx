import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { EpochMs } from '../../../protocol/call.ts';
import { Press } from '../../style/Press.tsx';
import { clockTime } from '../clockTime.ts';
import type { DeskActs } from '../model.ts';
import type { ResidentsRing } from '../residentsRing.ts';
import styles from './Idle.module.css';

type Props = {
  readonly isReady: boolean;
  readonly isAway: boolean;
  readonly deskName: string;
  readonly shiftSince: EpochMs | null;
  /** When the last visitor called today; null when nobody did. */
  readonly lastCallAt: EpochMs | null;
  readonly missedCount: number;
  /** How many desks can be heard now, this one among them. */
  readonly ringingDesks: number;
  readonly ringsHere: boolean;
  readonly residentsRing: ResidentsRing;
  /** When each panel called last. */
  readonly panels: ReactNode;
  /** Favourite doors, as tiles. */
  readonly doors: ReactNode;
  readonly acts: DeskActs;
  readonly onMissed: () => void;
};

/** Nothing to do: mostly empty, and no name of a visitor or resident, for this screen faces a lobby. */
export function Idle({
  isReady,
  isAway,
  deskName,
  shiftSince,
  lastCallAt,
  missedCount,
  ringingDesks,
  ringsHere,
  residentsRing,
  panels,
  doors,
  acts,
  onMissed,
}: Props) {
  const { t } = useTranslation();
  return (
    <div className={styles.idle}>
      <div className={styles.centre}>
        <h1 className={styles.state}>
          <span className={styles.dot} data-ready={isReady} aria-hidden="true" />
          {t(isReady ? 'idle.ready' : 'idle.notReady')}
        </h1>
        <p className={styles.sound}>{isReady ? t('idle.soundOn') : ' '}</p>
        <p className={styles.last}>
          {lastCallAt === null ? t('idle.noCall') : t('idle.lastCall', { ago: ago(Date.now() - lastCallAt) })}
        </p>
        {panels}
        {residentsRing === 'no' ? null : (
          <p className={styles.residents}>
            {residentsRing === 'everywhere'
              ? t('idle.residentsRing')
              : t('idle.residentsRingAt', { sites: residentsRing.join(', ') })}
            <small>{t('idle.residentsRingHint')}</small>
          </p>
        )}
        <div className={styles.doors}>{doors}</div>
      </div>
      <div className={styles.line}>
        <span>
          {shiftSince === null
            ? t('idle.noShift', { name: deskName })
            : t('idle.shift', { name: deskName, time: clockTime(shiftSince) })}
        </span>
        <Press look="quiet" onPress={() => acts.stepAway(!isAway)}>
          {t(isAway ? 'idle.back' : 'idle.stepAway')}
        </Press>
        {missedCount > 0 ? (
          <Press look="quiet" onPress={onMissed}>
            {t('idle.missed', { count: missedCount })}
          </Press>
        ) : null}
        <span>
          {ringingDesks === 1 && ringsHere
            ? t('idle.onlyHere')
            : ringingDesks === 0
              ? t('idle.nobody')
              : t('idle.desks', { count: ringingDesks })}
        </span>
      </div>
    </div>
  );

  function ago(ms: number): string {
    const minutes = Math.max(0, Math.floor(ms / 60_000));
    if (minutes === 0) return t('ago.now');
    return minutes < 60 ? t('ago.minutes', { count: minutes }) : t('ago.hours', { count: Math.floor(minutes / 60) });
  }
}
