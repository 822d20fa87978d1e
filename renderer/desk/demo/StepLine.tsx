import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { VendorStep } from '../../../protocol/vendorStep.ts';
import { Press } from '../../style/Press.tsx';
import { asCurl } from './asCurl.ts';
import styles from './demo.module.css';

type Props = { readonly step: VendorStep; readonly firstAt: number };

/** One step: when, what, how it was answered, and where the vendor describes it; what was said behind a click. */
export function StepLine({ step, firstAt }: Props) {
  const { t } = useTranslation();
  const { at, direction, what, section, status, tookMs, times, request, answer } = step;
  return (
    <li className={styles.step} data-direction={direction}>
      <p className={styles.when}>
        <span>{t('demo.offset', { seconds: ((at - firstAt) / 1_000).toFixed(2) })}</span>
        <span>{t(`demo.direction.${direction}`)}</span>
      </p>
      <p className={styles.what}>{what}</p>
      <p className={styles.section}>{section}</p>
      {direction === 'media' ? null : (
        <details>
          <summary>
            {status === null
              ? t('demo.noAnswer', { ms: Math.round(tookMs) })
              : t('demo.answered', { status, ms: Math.round(tookMs) })}
            {times > 1 ? ` · ${t('demo.times', { times })}` : null}
          </summary>
          <Said title={t('demo.request')} text={request} />
          <Said title={t('demo.answer')} text={answer} />
          <CopyCurl text={asCurl(step)} />
        </details>
      )}
    </li>
  );
}

function Said({ title, text }: { readonly title: string; readonly text: string | null }) {
  const { t } = useTranslation();
  return (
    <>
      <h3>{title}</h3>
      {text === null ? (
        <p>{t('demo.nothing')}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
        <pre tabIndex={0}>{text}</pre>
      )}
    </>
  );
}

function CopyCurl({ text }: { readonly text: string | null }) {
  const { t } = useTranslation();
  const [isCopied, setCopied] = useState(false);
  if (text === null) return null;
  const copy = () =>
    void navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  return <Press onPress={copy}>{t(isCopied ? 'demo.copied' : 'demo.copy')}</Press>;
}
