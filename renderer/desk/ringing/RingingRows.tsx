import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallId } from '../../../protocol/call.ts';
import { Press } from '../../style/Press.tsx';
import { doubtOfCall, sideBySide } from '../doubts.ts';
import type { DeskActs } from '../model.ts';
import { outcomeOfRing } from '../outcome.ts';
import { placeOf } from '../placeOf.ts';
import { type KnownRing, type PageMs, waitedMs } from '../state.ts';
import type { KnownPress } from '../store/doorPresses.ts';
import { useSettled } from '../useSettled.ts';
import { whom } from '../whom.ts';
import { cannot } from './cannot.ts';
import { Photo } from './Photo.tsx';
import { RowMore } from './RowMore.tsx';
import styles from './ringing.module.css';

type Props = {
  readonly rings: readonly KnownRing[];
  readonly now: PageMs;
  readonly hasSeveralSites: boolean;
  readonly presses: readonly KnownPress[];
  readonly acts: DeskActs;
};

/** Several visitors in one column, oldest on top; a new one comes below and none moves another. */
export function RingingRows({ rings, now, hasSeveralSites, presses, acts }: Props) {
  const { t } = useTranslation();
  /** One at a time, so that the keys of a door and of ending mean one call. */
  const [opened, setOpened] = useState<CallId | null>(null);
  const guard = useSettled(
    `${opened} ${rings.map(({ view }) => `${view.call.id} ${view.phase} ${doubtOfCall(view.call, t)}`).join(' ')}`,
  );
  const nameOf = ({ view: { call, site } }: KnownRing) => placeOf({ name: call.panel, site }, hasSeveralSites);
  const waiting = rings.filter(({ view }) => view.phase === 'ringing');
  return (
    <div className={`${styles.rows} fade`}>
      <div className={styles.head}>
        <h1>{t('ring.several', { count: waiting.length })}</h1>
        <Press
          onPress={() => {
            for (const { view } of waiting) acts.silence(view.call.id);
            acts.silenceUndrawn(null);
          }}
        >
          {t('ring.silenceAll')}
        </Press>
      </div>
      {rings.map((ring, index) => (
        <section
          key={`${ring.view.site.id} ${ring.view.call.id}`}
          className={styles.one}
          aria-label={t('ring.row', { number: index + 1, panel: nameOf(ring) })}
          data-call={ring.view.call.id}
        >
          <div className={styles.thumb}>
            <Photo call={ring.view.call} load={acts.snapshot} isSmall />
          </div>
          <div className={styles.who}>
            {hasSeveralSites ? <p className={styles.site}>{ring.view.site.name}</p> : null}
            <h2>{ring.view.call.panel}</h2>
            <p>{whom(ring.view.call, t)}</p>
            <p className={styles.waited}>
              {ring.view.phase === 'ended'
                ? outcomeOfRing(ring.view, t)
                : sideBySide(
                    t('ring.waiting', { seconds: Math.floor(waitedMs(ring, now) / 1_000) }),
                    doubtOfCall(ring.view.call, t),
                  )}
            </p>
            {ring.view.call.unclear ? <p className={styles.waited}>{t('ring.unclear')}</p> : null}
            {ring.view.call.webhookMissing ? <p className={styles.note}>⚠ {t('ring.webhookMissing')}</p> : null}
          </div>
          {ring.view.phase === 'ringing' ? (
            <div className={styles.acts}>
              {ring.view.can.answer === true ? (
                <Press
                  look="green"
                  size="ring"
                  {...(index < 4 ? { shortcut: String(index + 1) } : {})}
                  onPress={guard(() => acts.answer(ring.view.call.id))}
                >
                  {t('ring.answer')}
                </Press>
              ) : (
                <p className={styles.note}>{cannot(ring.view.can.answer, ring.view.call, t)}</p>
              )}
              <Press size="ring" onPress={() => acts.silence(ring.view.call.id)}>
                {t('ring.silence')}
              </Press>
              <Press
                size="ring"
                label={t('ring.more')}
                isPressed={opened === ring.view.call.id}
                onPress={() => setOpened(opened === ring.view.call.id ? null : ring.view.call.id)}
              >
                ⋯
              </Press>
            </div>
          ) : null}
          {ring.view.phase === 'ringing' && opened === ring.view.call.id ? (
            <RowMore view={ring.view} hasSeveralSites={hasSeveralSites} presses={presses} guard={guard} acts={acts} />
          ) : null}
        </section>
      ))}
    </div>
  );
}
