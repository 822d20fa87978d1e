import { useState } from 'react';
import { Checkbox, Input, Label, Radio, RadioGroup, TextField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Press } from '../../style/Press.tsx';
import type { DeskActs, ProgramView } from '../model.ts';
import { RelayTestLine } from './RelayTestLine.tsx';
import styles from './SettingsScreen.module.css';

type Props = { readonly program: ProgramView; readonly acts: DeskActs };

/** What only the desktop program has: starting at login as it really is, the card's display, the keys, its version, diagnostics. */
export function ProgramSection({ program, acts }: Props) {
  const { t } = useTranslation();
  const [isLeaving, setLeaving] = useState(false);
  const { settings, managed, login, takenKeys, tokenStore, update, version } = program.introduction;
  const [address, setAddress] = useState(settings.relay ?? '');
  return (
    <>
      <section>
        <h2>{t('program.title')}</h2>
        <Checkbox
          className={styles.check ?? ''}
          isSelected={settings.openAtLogin}
          isDisabled={managed.includes('openAtLogin')}
          onChange={(openAtLogin) => acts.changeProgram({ openAtLogin })}
        >
          <span className={styles.box} aria-hidden="true" />
          {t('program.openAtLogin')}
        </Checkbox>
        <p>{t(`program.login.${login}`)}</p>
        <Checkbox
          className={styles.check ?? ''}
          isSelected={settings.globalKeys}
          isDisabled={managed.includes('globalKeys')}
          onChange={(globalKeys) => acts.changeProgram({ globalKeys })}
        >
          <span className={styles.box} aria-hidden="true" />
          {t('program.globalKeys')}
        </Checkbox>
        {takenKeys.length === 0 ? null : (
          <p role="alert">{t('program.takenKeys', { keys: takenKeys.map(inWords).join(', ') })}</p>
        )}
        <RadioGroup
          className={styles.choice ?? ''}
          value={settings.cardOn}
          isDisabled={managed.includes('cardOn')}
          onChange={(cardOn) => acts.changeProgram({ cardOn: cardOn === 'primary' ? 'primary' : 'active' })}
        >
          <Label>{t('program.cardOn')}</Label>
          <Radio value="active" className={styles.radio ?? ''}>
            <span className={styles.dot} aria-hidden="true" />
            {t('program.cardActive')}
          </Radio>
          <Radio value="primary" className={styles.radio ?? ''}>
            <span className={styles.dot} aria-hidden="true" />
            {t('program.cardPrimary')}
          </Radio>
        </RadioGroup>
      </section>
      <section>
        <h2>{t('program.connection')}</h2>
        <TextField
          value={address}
          onChange={setAddress}
          className={styles.field ?? ''}
          isDisabled={managed.includes('relay')}
        >
          <Label>{t('program.relay')}</Label>
          <Input autoComplete="off" spellCheck="false" />
        </TextField>
        <Press onPress={() => acts.testRelay(address)}>{t('program.test')}</Press>
        <RelayTestLine test={program.test} />
        <p>{t(`program.tokenStore.${tokenStore}`)}</p>
        {isLeaving ? (
          <div className={styles.row}>
            <Press look="red" onPress={acts.leaveDesk}>
              {t('program.forgetYes')}
            </Press>
            <Press onPress={() => setLeaving(false)}>{t('program.forgetNo')}</Press>
          </div>
        ) : (
          <Press look="redText" onPress={() => setLeaving(true)}>
            {t('program.forget')}
          </Press>
        )}
      </section>
      <section>
        <h2>{t('program.help')}</h2>
        <Press onPress={acts.saveDiagnostics}>{t('program.diagnostics')}</Press>
        {program.said === null ? null : <p role="status">{t(`program.said.${program.said}`)}</p>}
        <p>{t('program.version', { version })}</p>
        {update === null ? null : (
          <Press look="green" onPress={acts.restartToUpdate}>
            {t('program.update', { version: update })}
          </Press>
        )}
      </section>
    </>
  );
}

const inWords = (key: string) => key.replace('CommandOrControl', 'Ctrl');
