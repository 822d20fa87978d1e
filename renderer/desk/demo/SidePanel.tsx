import { type KeyboardEvent, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Press } from '../../style/Press.tsx';
import type { DeskActs, DeskModel } from '../model.ts';
import styles from './demo.module.css';
import { StartOver } from './StartOver.tsx';
import { StepLine } from './StepLine.tsx';
import { useSteps } from './useSteps.ts';

type Props = { readonly model: DeskModel; readonly acts: DeskActs; readonly onClose: () => void };

/** *What just happened*: beside the desk, never over it; each step of the call as the vendor's API saw it, the newest at the end. */
export function SidePanel({ model, acts, onClose }: Props) {
  const { t } = useTranslation();
  const steps = useSteps(model, acts);
  const panel = useRef<HTMLElement>(null);
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => panel.current?.focus(), []);
  useEffect(() => {
    if (steps.length > 0) list.current?.lastElementChild?.scrollIntoView({ block: 'nearest' });
  }, [steps.length]);
  useEscapeElsewhere(onClose);
  /** In here, Escape closes the panel and silences nothing. */
  const closeByKey = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    onClose();
  };
  const firstAt = steps[0]?.at ?? 0;
  return (
    <aside
      id="what-just-happened"
      ref={panel}
      tabIndex={-1}
      className={styles.panel}
      aria-labelledby="what-just-happened-title"
      onKeyDown={closeByKey}
    >
      <header className={styles.head}>
        <h2 id="what-just-happened-title">{t('demo.title')}</h2>
        <Press look="quiet" onPress={onClose}>
          {t('demo.close')}
        </Press>
      </header>
      {steps.length === 0 ? (
        <p className={styles.empty}>{t('demo.empty')}</p>
      ) : (
        <ol className={styles.steps} ref={list}>
          {steps.map((step, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a step never changes its place; two may be alike
            <StepLine key={`${index} ${step.at}`} step={step} firstAt={firstAt} />
          ))}
        </ol>
      )}
      <footer className={styles.foot}>
        <StartOver onStartOver={acts.startOver} />
      </footer>
    </aside>
  );
}

/** Outside the panel Escape silences what rings; where nothing can be silenced and no dialog is open, it closes the panel. */
function useEscapeElsewhere(onClose: () => void): void {
  useEffect(() => {
    const hear = ({ key }: globalThis.KeyboardEvent) => {
      if (key === 'Escape' && document.querySelector('[data-shortcut="S"], [role="dialog"]') === null) onClose();
    };
    addEventListener('keydown', hear);
    return () => removeEventListener('keydown', hear);
  }, [onClose]);
}
