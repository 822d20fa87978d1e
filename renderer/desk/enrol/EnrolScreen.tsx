import { useEffect, useState } from 'react';
import { Input, Label, TextField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { readInvitation } from '../../link/enrol.ts';
import { Press } from '../../style/Press.tsx';
import type { DeskActs, DeskModel } from '../model.ts';
import { RelayTestLine } from '../settings/RelayTestLine.tsx';
import styles from './EnrolScreen.module.css';

type Props = { readonly model: DeskModel; readonly acts: DeskActs };

const troubles = {
  'wrong-code': 'enrol.wrong',
  'no-answer': 'enrol.noAnswer',
  'cannot-keep': 'enrol.cannotKeep',
} as const;

/** A page that is no desk yet asks for a one-time code; in the desktop program also for the relay's address, unless the link tells it. */
export function EnrolScreen({ model: { enrolment, opened, program }, acts }: Props) {
  const { t } = useTranslation();
  const [code, setCode] = useState('');
  const [address, setAddress] = useState(program?.introduction.settings.relay ?? '');
  /** A `vestibule://pair` address only fills the field in: enrolling takes a person's own press. */
  useEffect(() => {
    if (opened?.what === 'pair') setCode(opened.code);
  }, [opened]);
  const type = (text: string) => {
    setCode(text);
    const { relay } = readInvitation(text);
    if (relay !== null && program !== null) setAddress(relay);
  };
  const needsAddress = program !== null && address.trim() === '';
  const submit = () => {
    if (code.trim() !== '' && !needsAddress) acts.enrol(code, program === null ? undefined : address);
  };
  const isTrouble = enrolment === 'wrong-code' || enrolment === 'no-answer' || enrolment === 'cannot-keep';
  const said = program?.said ?? null;
  return (
    <main>
      <form
        className={styles.enrol}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <h1>{t('enrol.title')}</h1>
        <p>{t(program === null ? 'enrol.explain' : 'enrol.explainProgram')}</p>
        <TextField value={code} onChange={type} className={`${styles.field} ${program === null ? '' : styles.text}`}>
          <Label>{t(program === null ? 'enrol.code' : 'enrol.codeOrLink')}</Label>
          <Input autoComplete="off" spellCheck="false" />
        </TextField>
        {program === null ? null : (
          <>
            <TextField
              value={address}
              onChange={setAddress}
              className={`${styles.field} ${styles.text}`}
              isDisabled={program.introduction.managed.includes('relay')}
            >
              <Label>{t('program.relay')}</Label>
              <Input autoComplete="off" spellCheck="false" placeholder="https://desk.example.com" />
            </TextField>
            <Press onPress={() => acts.testRelay(address)}>{t('program.test')}</Press>
            <RelayTestLine test={program.test} />
          </>
        )}
        <p role="alert" className={styles.trouble}>
          {isTrouble ? t(troubles[enrolment]) : said === null || said === 'saved' ? null : t(`program.said.${said}`)}
        </p>
        <Press look="green" size="large" onPress={submit}>
          {t(enrolment === 'enrolling' ? 'enrol.enrolling' : 'enrol.submit')}
        </Press>
      </form>
    </main>
  );
}
