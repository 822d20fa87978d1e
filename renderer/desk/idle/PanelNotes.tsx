import { useTranslation } from 'react-i18next';
import type { SiteNotes } from '../../../protocol/picture.ts';
import { sinceWhen } from '../clockTime.ts';
import type { DeskState } from '../state.ts';
import styles from './PanelNotes.module.css';

/** A line faces a lobby: it names a few panels, no more. */
const mostShown = 6;

/** When each panel called last; one that is silent for longer than ever asks to be tested. */
export function PanelNotes({ notes, identity }: Pick<DeskState, 'notes' | 'identity'>) {
  const { t } = useTranslation();
  const panels = notes.flatMap((site) => site.panels.map((panel) => ({ ...panel, place: placeOf(panel, site) })));
  const quiet = panels.filter(({ quietSince }) => quietSince !== null);
  const others = panels.filter(({ quietSince }) => quietSince === null).sort((a, b) => b.lastCallAt - a.lastCallAt);
  return (
    <>
      {quiet.map(({ place, lastCallAt }) => (
        <p key={place} className={styles.quiet}>
          {t('idle.panelQuiet', { panel: place, since: sinceWhen(lastCallAt) })}
        </p>
      ))}
      {others.length === 0 ? null : (
        <p className={styles.last}>
          {t('idle.panels')}{' '}
          {others
            .slice(0, mostShown)
            .map(({ place, lastCallAt }) => t('idle.panelLast', { panel: place, since: sinceWhen(lastCallAt) }))
            .join(' · ')}
        </p>
      )}
    </>
  );

  /** A desk of several buildings must know which one. */
  function placeOf({ name }: SiteNotes['panels'][number], { site }: SiteNotes): string {
    const sites = identity?.desk.sites ?? [];
    const building = sites.length > 1 ? sites.find(({ id }) => id === site)?.name : undefined;
    return building === undefined ? name : `${name}, ${building}`;
  }
}
