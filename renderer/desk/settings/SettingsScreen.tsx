import { useTranslation } from 'react-i18next';
import { Press } from '../../style/Press.tsx';
import { KeysList } from '../help/KeysList.tsx';
import type { DeskActs, DeskModel } from '../model.ts';
import styles from './SettingsScreen.module.css';

type Props = {
  readonly identity: DeskModel['state']['identity'];
  readonly microphone: DeskModel['microphone'];
  readonly acts: DeskActs;
};

/** Try the sound, see the keys, see which desk and relay this is. */
export function SettingsScreen({ identity, microphone, acts }: Props) {
  const { t } = useTranslation();
  return (
    <div className={styles.settings}>
      <h1>{t('settings.title')}</h1>
      <section>
        <h2>{t('settings.sound')}</h2>
        <Press onPress={acts.tryRing}>{t('shift.playRing')}</Press>
        {microphone === 'refused' ? <p>{t('shift.microphoneRefused')}</p> : null}
        {microphone === 'missing' ? <p>{t('shift.microphoneMissing')}</p> : null}
      </section>
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
