import { useTranslation } from 'react-i18next';
import { Press } from '../../style/Press.tsx';
import type { DeskActs } from '../model.ts';
import type { KnownRing, PageMs } from '../state.ts';
import { waitedMs } from '../state.ts';
import type { KnownPress } from '../store/doorPresses.ts';
import { useSettled } from '../useSettled.ts';
import { whom } from '../whom.ts';
import { cannot } from './cannot.ts';
import { EndForEveryone } from './EndForEveryone.tsx';
import { Photo } from './Photo.tsx';
import { RingDoors } from './RingDoors.tsx';
import styles from './ringing.module.css';

type Props = {
  readonly ring: KnownRing;
  readonly now: PageMs;
  readonly hasSeveralSites: boolean;
  readonly presses: readonly KnownPress[];
  readonly isUp: boolean;
  readonly acts: DeskActs;
};

/** One visitor: the photo at the left, who and where and what to do at the right. */
export function RingingCard({ ring, now, hasSeveralSites, presses, isUp, acts }: Props) {
  const { t } = useTranslation();
  const { view } = ring;
  const { call, can, site } = view;
  /** What stands in the door's place moves nothing else, so the other buttons do not wait for it. */
  const guard = useSettled(`${call.id} ${view.phase} ${can.answer}`);
  return (
    <section className={`${styles.card} fade`} aria-label={t('ring.region', { panel: call.panel })} data-call={call.id}>
      <div className={styles.photo}>
        <Photo call={call} load={acts.snapshot} />
      </div>
      <div className={styles.side}>
        <p className={styles.site}>{site.name}</p>
        <h1 className={styles.place}>{call.panel}</h1>
        <p className={styles.whom}>{whom(call, t)}</p>
        <p className={styles.waited}>{t('ring.waiting', { seconds: Math.floor(waitedMs(ring, now) / 1_000) })}</p>
        {call.unclear ? <p className={styles.waited}>{t('ring.unclear')}</p> : null}
        {view.unrecorded ? <p className={styles.note}>⚠ {t('ring.unrecorded')}</p> : null}
        {call.webhookMissing ? <p className={styles.note}>⚠ {t('ring.webhookMissing')}</p> : null}
        {isUp ? null : <p className={styles.note}>⚠ {t('ring.noLink')}</p>}
        {can.answer === true ? (
          <>
            <Press look="green" size="large" shortcut="A" onPress={guard(() => acts.answer(call.id))}>
              {t('ring.answer')}
            </Press>
            <div className={styles.row}>
              <Press size="ring" shortcut="Shift+A" onPress={guard(() => acts.answer(call.id, { muted: true }))}>
                {t('ring.answerMuted')}
              </Press>
              <Press size="ring" shortcut="S" onPress={() => acts.silence(call.id)}>
                {t('ring.silence')}
              </Press>
            </div>
          </>
        ) : (
          <>
            <p className={styles.note}>{cannot(can.answer, call, t)}</p>
            <Press size="ring" shortcut="S" onPress={() => acts.silence(call.id)}>
              {t('ring.silence')}
            </Press>
          </>
        )}
        <div className={styles.doors}>
          <RingDoors view={view} hasSeveralSites={hasSeveralSites} presses={presses} guard={guard} acts={acts} />
        </div>
      </div>
      <div className={styles.ending}>
        {can.end === true ? <EndForEveryone guard={guard} onEnd={() => acts.endForEveryone(call.id)} /> : null}
      </div>
    </section>
  );
}
