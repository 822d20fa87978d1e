import { useTranslation } from 'react-i18next';
import type { ProgramView } from '../model.ts';

/** How the way to the relay was found, in one sentence that names what is wrong. */
export function RelayTestLine({ test }: { readonly test: ProgramView['test'] }) {
  const { t } = useTranslation();
  return <p role="status">{wordsFor()}</p>;

  function wordsFor(): string | null {
    if (test === null) return null;
    if (test === 'running') return t('program.testing');
    if (test.outcome === 'works') return t(test.ready ? 'program.works' : 'program.worksNotReady');
    return `${t(`program.failed.${test.because}`)} ${test.detail}`;
  }
}
