import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Call } from '../../../protocol/call.ts';
import { clockTimeSeconds } from '../clockTime.ts';
import type { DeskActs } from '../model.ts';
import styles from './Photo.module.css';

type Props = {
  readonly call: Pick<Call, 'snapshot' | 'panel' | 'receivedAt'>;
  readonly load: DeskActs['snapshot'];
  readonly isSmall?: boolean;
};

/** The visitor's photo, uncropped; fetched for this call alone, and gone from memory with it. */
export function Photo({ call: { snapshot, panel, receivedAt }, load, isSmall = false }: Props) {
  const { t } = useTranslation();
  const [address, setAddress] = useState<string | null>(null);
  useEffect(() => {
    if (snapshot === null) return;
    let left = false;
    let made: string | null = null;
    void load(snapshot).then((blob) => {
      if (left || blob === null) return;
      made = URL.createObjectURL(blob);
      setAddress(made);
    });
    return () => {
      left = true;
      setAddress(null);
      if (made !== null) URL.revokeObjectURL(made);
    };
  }, [snapshot, load]);
  return (
    <figure className={`${styles.photo} ${isSmall ? styles.small : ''}`}>
      {address === null ? (
        <span className={styles.none}>
          <svg viewBox="0 0 48 48" aria-hidden="true">
            <circle cx="24" cy="18" r="9" />
            <path d="M6 44c0-11 8-16 18-16s18 5 18 16z" />
          </svg>
          {isSmall ? null : t('photo.none')}
        </span>
      ) : (
        <img src={address} alt={t('photo.alt', { panel })} />
      )}
      {isSmall || address === null ? null : (
        <figcaption>{t('photo.taken', { time: clockTimeSeconds(receivedAt) })}</figcaption>
      )}
    </figure>
  );
}
