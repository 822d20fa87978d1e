import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Site } from '../../../protocol/call.ts';
import { Press } from '../../style/Press.tsx';
import type { DeskActs, DeskModel } from '../model.ts';
import { hasSeveralSites } from '../state.ts';
import { isLoud, type KnownUndrawn } from '../undrawn.ts';
import styles from './ringing.module.css';
import { UndrawnList } from './UndrawnList.tsx';

type Props = { readonly model: DeskModel; readonly acts: DeskActs };

/** Calls that ring and are not drawn one by one: a strip for each site that has any. It opens, and each of them can be answered. */
export function UndrawnRows({ model: { state, now }, acts }: Props) {
  const sites = state.identity?.desk.sites ?? [];
  return state.undrawn.map((undrawn) => (
    <UndrawnRow
      key={undrawn.site}
      undrawn={undrawn}
      site={hasSeveralSites(state) ? sites.find(({ id }) => id === undrawn.site) : undefined}
      now={now}
      acts={acts}
    />
  ));
}

type RowProps = {
  readonly undrawn: KnownUndrawn;
  /** Named where a desk has several. */
  readonly site: Site | undefined;
  readonly now: number;
  readonly acts: DeskActs;
};

function UndrawnRow({ undrawn, site, now, acts }: RowProps) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const words = t('undrawn.row', { count: undrawn.count });
  return (
    <section className={styles.undrawn} aria-label={t('undrawn.region')}>
      <div className={styles.strip}>
        <p>
          <strong>{words}</strong>
          {site === undefined ? null : ` · ${site.name}`}
          {isLoud(undrawn) ? null : ` · ${t('ring.silenced')}`}
        </p>
        <div className={styles.stripActs}>
          <Press size="ring" isPressed={isOpen} onPress={() => setOpen(!isOpen)}>
            {t('undrawn.show')}
          </Press>
          <Press size="ring" onPress={() => acts.silenceUndrawn(undrawn.site)}>
            {t('ring.silence')}
          </Press>
        </div>
      </div>
      {isOpen ? <UndrawnList site={undrawn.site} hasSeveralSites={site !== undefined} now={now} acts={acts} /> : null}
    </section>
  );
}
