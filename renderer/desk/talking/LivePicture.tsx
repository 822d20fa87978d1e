import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './talking.module.css';

type Props = {
  readonly stream: MediaStream | null;
  /** By the browser's name for it; null for the system's own. */
  readonly speaker: string | null;
  readonly onFrozen: (frozen: boolean) => void;
};

/** A picture without a new frame for this long says so. */
const frozenAfterMs = 2_000;
const lookEveryMs = 500;

/** The visitor, live: picture and voice in one element, labelled by what it really shows. */
export function LivePicture({ stream, speaker, onFrozen }: Props) {
  const { t } = useTranslation();
  const video = useRef<HTMLVideoElement>(null);
  const [state, setState] = useState<'none' | 'live' | 'frozen'>('none');
  useEffect(() => {
    const element = video.current;
    if (element === null) return;
    element.srcObject = stream;
    if (stream !== null) element.play().catch(() => {});
    let lastFrameAt: number | null = null;
    let handle = 0;
    const frame = () => {
      lastFrameAt = performance.now();
      handle = element.requestVideoFrameCallback(frame);
    };
    handle = element.requestVideoFrameCallback(frame);
    const timer = setInterval(() => {
      const next = lastFrameAt === null ? 'none' : performance.now() - lastFrameAt > frozenAfterMs ? 'frozen' : 'live';
      setState(next);
    }, lookEveryMs);
    return () => {
      clearInterval(timer);
      element.cancelVideoFrameCallback(handle);
      element.srcObject = null;
    };
  }, [stream]);
  /** One that is not there any more leaves the sound where it is. */
  useEffect(() => {
    if (video.current !== null && 'setSinkId' in video.current)
      void video.current.setSinkId(speaker ?? '').catch(() => {});
  }, [speaker]);
  useEffect(() => onFrozen(state === 'frozen'), [state, onFrozen]);
  return (
    <div className={styles.picture} data-picture={state}>
      {/* biome-ignore lint/a11y/useMediaCaption: a live conversation has no captions */}
      <video ref={video} autoPlay playsInline />
      {state === 'none' ? (
        <p className={styles.noPicture}>{t(stream === null ? 'talk.nothingYet' : 'talk.noPicture')}</p>
      ) : (
        <p className={styles.label}>{t(state === 'live' ? 'talk.live' : 'talk.frozen')}</p>
      )}
    </div>
  );
}
