import { useTranslation } from 'react-i18next';
import { Press } from '../../style/Press.tsx';
import { KeysList } from '../help/KeysList.tsx';
import type { DeskActs, DeskModel } from '../model.ts';
import { ProgramSection } from './ProgramSection.tsx';
import styles from './SettingsScreen.module.css';

type Props = { readonly model: DeskModel; readonly acts: DeskActs };

/** Try the sound, see the keys, see which desk and relay this is; in the desktop program also what that can do. */
export function SettingsScreen({ model: { state, microphone, program }, acts }: Props) {
  const { t } = useTranslation();
  const { identity } = state;
  return (
    <div className={styles.settings}>
      <h1>{t('settings.title')}</h1>
      <section>
        <h2>{t('settings.sound')}</h2>
        <Press onPress={acts.tryRing}>{t('shift.playRing')}</Press>
        {microphone === 'refused' ? <p>{t('shift.microphoneRefused')}</p> : null}
        {microphone === 'missing' ? <p>{t('shift.microphoneMissing')}</p> : null}
      </section>
      {program === null ? null : <ProgramSection program={program} acts={acts} />}
      <section>
        <h2>{t('settings.keys')}</h2>
        <KeysList />
      </section>
      <section>
        <h2>{t('settings.about')}</h2>
        {identity ? (
          <ul>
            <li>{t('settings.desk', { name: identity.desk.name })}</li>
            <li>{t('settings.sites', { sites: identity.desk.sites.map(({ name }) => name).join(', ') })}</li>
            <li>{t('settings.relay', { version: identity.relay.version })}</li>
          </ul>
        ) : null}
      </section>
    </div>
  );
}
