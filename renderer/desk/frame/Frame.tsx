import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Page } from '../screen.ts';
import styles from './Frame.module.css';

type Props = {
  readonly page: Page;
  readonly missedCount: number;
  /** At the top right of the page; null where the vendor is real. */
  readonly mark: ReactNode;
  /** Beside the page, never over it; null when there is nothing to show. */
  readonly side: ReactNode;
  readonly banner: ReactNode;
  readonly strips: ReactNode;
  readonly children: ReactNode;
  readonly onPage: (page: Page) => void;
};

const pages: readonly { readonly page: Page; readonly icon: string }[] = [
  { page: 'desk', icon: 'M4 20h40M10 20v20M38 20v20M16 20a8 8 0 0 1 16 0M24 6v6' },
  { page: 'history', icon: 'M24 8a16 16 0 1 1-14 8M10 8v8h8M24 16v9l7 4' },
  { page: 'doors', icon: 'M12 42V6h24v36M6 42h36M30 25v2' },
  { page: 'settings', icon: 'M8 14h20M36 14h4M8 34h4M20 34h20M32 9v10M16 29v10' },
];

/** Banner on top, rail at the left (below on narrow screens), one page in the middle. */
export function Frame({ page, missedCount, mark, side, banner, strips, children, onPage }: Props) {
  const { t } = useTranslation();
  return (
    <div className={styles.frame} data-side={side === null ? undefined : 'open'}>
      <div className={styles.banner}>{banner}</div>
      <nav className={styles.rail} aria-label={t('rail.label')}>
        {pages.map(({ page: each, icon }) => (
          <button
            key={each}
            type="button"
            aria-current={each === page ? 'page' : undefined}
            onClick={() => onPage(each)}
          >
            <svg viewBox="0 0 48 48" aria-hidden="true">
              <path d={icon} />
            </svg>
            <span>{t(`rail.${each}`)}</span>
            {each === 'history' && missedCount > 0 ? <span className={styles.count}>{missedCount}</span> : null}
          </button>
        ))}
      </nav>
      <main className={styles.page}>
        {mark}
        {children}
        {strips}
      </main>
      {side}
    </div>
  );
}
