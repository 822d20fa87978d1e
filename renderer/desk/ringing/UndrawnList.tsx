import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SiteId } from '../../../protocol/call.ts';
import { Press } from '../../style/Press.tsx';
import type { DeskActs } from '../model.ts';
import { placeOf } from '../placeOf.ts';
import { type KnownRing, waitedMs } from '../state.ts';
import { useSettled } from '../useSettled.ts';
import { whom } from '../whom.ts';
import { cannot } from './cannot.ts';
import styles from './ringing.module.css';

type Props = {
  readonly site: SiteId;
  readonly hasSeveralSites: boolean;
  readonly now: number;
  readonly acts: DeskActs;
};

/** The newest of them, as they were when somebody asked: the list stands still under the pointer until it is asked for again. */
export function UndrawnList({ site, hasSeveralSites, now, acts }: Props) {
  const { t } = useTranslation();
  const { rings, read } = useUndrawn(site, acts);
  const guard = useSettled(rings === 'asked' || rings === null ? '' : rings.map(({ view }) => view.call.id).join(' '));
  if (rings === 'asked') return null;
  return (
    <div className={styles.list}>
      {rings === null ? <p>{t('undrawn.noAnswer')}</p> : null}
      {rings?.length === 0 ? <p>{t('undrawn.none')}</p> : null}
      <ul>
        {rings?.map((ring) => (
          <li key={ring.view.call.id} className={styles.strip}>
            <p>
              <strong>{placeOf({ name: ring.view.call.panel, site: ring.view.site }, hasSeveralSites)}</strong> ·{' '}
              {whom(ring.view.call, t)} · {t('ring.waiting', { seconds: Math.floor(waitedMs(ring, now) / 1_000) })}
            </p>
            {ring.view.can.answer === true ? (
              <Press look="green" onPress={guard(() => acts.answer(ring.view.call.id))}>
                {t('ring.answer')}
              </Press>
            ) : (
              <span>{cannot(ring.view.can.answer, ring.view.call, t)}</span>
            )}
          </li>
        ))}
      </ul>
      <Press onPress={read}>{t('undrawn.again')}</Press>
    </div>
  );
}

/** `asked` until the relay answers; null when it does not. */
function useUndrawn(site: SiteId, { undrawn }: Pick<DeskActs, 'undrawn'>) {
  const [rings, setRings] = useState<readonly KnownRing[] | 'asked' | null>('asked');
  const read = useCallback(() => {
    void undrawn(site).then((views) => {
      const at = performance.now();
      setRings(views?.map((view) => ({ view, arrivedAt: at, firstSeenAt: at })) ?? null);
    });
  }, [site, undrawn]);
  useEffect(read, [read]);
  return { rings, read };
}
