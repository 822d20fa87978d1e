import { type RefObject, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Press } from '../../style/Press.tsx';
import styles from './talking.module.css';

type Props = {
  readonly stream: MediaStream | null;
  /** Staff want no picture; the voice goes on. */
  readonly isOff: boolean;
  /** By the browser's name for it; null for the system's own. */
  readonly speaker: string | null;
  /** Whether the visitor is to be seen as they are now. */
  readonly onSees: (sees: boolean) => void;
  readonly onShow: () => void;
};

type Picture = 'none' | 'live' | 'frozen' | 'off';

/** The visitor, live: picture and voice in one element, labelled by what it really shows. */
export function LivePicture({ stream, isOff, speaker, onSees, onShow }: Props) {
  const { t } = useTranslation();
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const element = video.current;
    if (element === null) return;
    element.srcObject = stream;
    if (stream !== null) element.play().catch(() => {});
    return () => {
      element.srcObject = null;
    };
  }, [stream]);
  const frames = useFrames(video, isOff ? null : stream);
  const picture = isOff ? 'off' : frames;
  const isPictured = picture === 'live' || picture === 'frozen';
  /** One that is not there any more leaves the sound where it is. */
  useEffect(() => {
    if (video.current !== null && 'setSinkId' in video.current)
      void video.current.setSinkId(speaker ?? '').catch(() => {});
  }, [speaker]);
  useEffect(() => onSees(picture === 'live'), [picture, onSees]);
  return (
    <div className={styles.picture} data-picture={picture}>
      {/* biome-ignore lint/a11y/useMediaCaption: a live conversation has no captions */}
      <video ref={video} autoPlay playsInline />
      <div className={isPictured ? styles.label : styles.noPicture}>
        <p role="status">{t(wordsFor(picture, stream !== null))}</p>
        {isOff ? <Press onPress={onShow}>{t('talk.showPicture')}</Press> : null}
      </div>
    </div>
  );
}

function wordsFor(picture: Picture, isHeard: boolean) {
  switch (picture) {
    case 'live':
      return 'talk.live';
    case 'frozen':
      return 'talk.frozen';
    case 'off':
      return 'talk.pictureOff';
    case 'none':
      return isHeard ? 'talk.noPicture' : 'talk.nothingYet';
  }
}

/** A picture without a new frame for this long says so. */
const frozenAfterMs = 2_000;
const lookEveryMs = 500;

/** Whether frames come; `none` until the first one of this stream. */
function useFrames(video: RefObject<HTMLVideoElement | null>, stream: MediaStream | null): Exclude<Picture, 'off'> {
  const [state, setState] = useState<Exclude<Picture, 'off'>>('none');
  useEffect(() => {
    setState('none');
    const element = video.current;
    if (element === null || stream === null) return;
    let lastFrameAt: number | null = null;
    const frame = () => {
      lastFrameAt = performance.now();
      handle = element.requestVideoFrameCallback(frame);
    };
    let handle = element.requestVideoFrameCallback(frame);
    const timer = setInterval(() => {
      if (lastFrameAt === null) return;
      setState(performance.now() - lastFrameAt > frozenAfterMs ? 'frozen' : 'live');
    }, lookEveryMs);
    return () => {
      clearInterval(timer);
      element.cancelVideoFrameCallback(handle);
    };
  }, [video, stream]);
  return state;
}
