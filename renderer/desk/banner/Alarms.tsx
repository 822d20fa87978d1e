import { useTranslation } from 'react-i18next';
import { clockTime } from '../clockTime.ts';
import type { DeskModel } from '../model.ts';
import styles from './Alarms.module.css';

/** What stands in the way of a sure ring, as the relay says it; each line goes when its cause does. */
export function Alarms({ model }: { readonly model: DeskModel }) {
  const { t } = useTranslation();
  const { identity, rings } = model.state;
  const isRinging = rings.some(({ view }) => view.phase === 'ringing');
  /** While it rings the card says so itself, and nothing may move under a hand. */
  const alarms = model.state.alarms.filter(({ kind }) => kind !== 'call-not-known' || !isRinging);
  const sites = identity?.desk.sites ?? [];
  const nameOf = (site: string | null) => (sites.length > 1 ? sites.find(({ id }) => id === site)?.name : undefined);
  return (
    <div role="status" aria-label={t('alarms.title')}>
      <ul className={alarms.length === 0 ? styles.none : styles.alarms}>
        {alarms.map(({ id, site, since, text }) => (
          <li key={id}>
            <strong>
              {t('alarms.since', { time: clockTime(since) })}
              {nameOf(site) === undefined ? '' : ` · ${nameOf(site)}`}
            </strong>{' '}
            {text}
          </li>
        ))}
      </ul>
    </div>
  );
}
