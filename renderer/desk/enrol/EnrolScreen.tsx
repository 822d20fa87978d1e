import { useState } from 'react';
import { Input, Label, TextField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Press } from '../../style/Press.tsx';
import type { DeskModel } from '../model.ts';
import styles from './EnrolScreen.module.css';

type Props = { readonly enrolment: DeskModel['enrolment']; readonly onCode: (code: string) => void };

/** A page that is no desk yet asks for a one-time code. */
export function EnrolScreen({ enrolment, onCode }: Props) {
  const { t } = useTranslation();
  const [code, setCode] = useState('');
  const trouble =
    enrolment === 'wrong-code' ? t('enrol.wrong') : enrolment === 'no-answer' ? t('enrol.noAnswer') : null;
  return (
    <main>
      <form
        className={styles.enrol}
        onSubmit={(event) => {
          event.preventDefault();
          if (code.trim() !== '') onCode(code);
        }}
      >
        <h1>{t('enrol.title')}</h1>
        <p>{t('enrol.explain')}</p>
        <TextField value={code} onChange={setCode} className={styles.field ?? ''}>
          <Label>{t('enrol.code')}</Label>
          <Input autoComplete="off" spellCheck="false" />
        </TextField>
        <p role="alert" className={styles.trouble}>
          {trouble}
        </p>
        <Press look="green" size="large" onPress={() => code.trim() !== '' && onCode(code)}>
          {t(enrolment === 'enrolling' ? 'enrol.enrolling' : 'enrol.submit')}
        </Press>
      </form>
    </main>
  );
}
