import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Press } from '../../style/Press.tsx';
import type { DeskActs } from '../model.ts';
import { placeOf } from '../placeOf.ts';
import { Photo } from '../ringing/Photo.tsx';
import { RingDoors } from '../ringing/RingDoors.tsx';
import type { KnownRing, PageMs } from '../state.ts';
import type { Conversation } from '../store/conversation.ts';
import type { KnownPress } from '../store/doorPresses.ts';
import { useSettled } from '../useSettled.ts';
import { whom } from '../whom.ts';
import { Devices } from './Devices.tsx';
import { LineNotes } from './LineNotes.tsx';
import { LivePicture } from './LivePicture.tsx';
import styles from './talking.module.css';
import { useSpeaker } from './useSpeaker.ts';
import { Voice } from './Voice.tsx';

type Props = {
  readonly ring: KnownRing | null;
  readonly conversation: Exclude<Conversation, { phase: 'none' }>;
  /** Others who wait meanwhile. */
  readonly waiting: readonly KnownRing[];
  readonly hasSeveralSites: boolean;
  readonly presses: readonly KnownPress[];
  readonly now: PageMs;
  readonly isUp: boolean;
  readonly acts: DeskActs;
};

const slowAfterMs = 4_000;

/** The call that this page has: the visitor fills the centre, the bar below has everything that staff can do. */
export function Talking({ ring, conversation, waiting, hasSeveralSites, presses, now, isUp, acts }: Props) {
  const { t } = useTranslation();
  const [isSeen, setSeen] = useState(false);
  const [showsMore, setShowsMore] = useState(false);
  const [speaker, setSpeaker] = useSpeaker();
  const region = useRef<HTMLElement>(null);
  /** Focus comes into the call, and onto none of its buttons: Space is held to talk. */
  useEffect(() => region.current?.focus(), []);
  const guard = useSettled(`${conversation.callId} ${conversation.phase}`);
  const panel = ring?.view.call.panel ?? '';
  const isLive = conversation.phase === 'live';
  const sees = isLive && isSeen;
  return (
    <section
      ref={region}
      tabIndex={-1}
      className={styles.talking}
      aria-label={t('talk.region', { panel })}
      data-phase={conversation.phase}
    >
      {isLive ? (
        <LivePicture
          stream={conversation.remote}
          isOff={conversation.isAudioOnly}
          speaker={speaker}
          onSees={setSeen}
          onShow={() => acts.setAudioOnly(false)}
        />
      ) : (
        <div className={styles.picture}>{ring ? <Photo call={ring.view.call} load={acts.snapshot} /> : null}</div>
      )}
      <div className={styles.top}>
        <h1>{panel}</h1>
        <p>
          {ring ? `${ring.view.site.name} · ${whom(ring.view.call, t)} · ` : ''}
          {isLive
            ? duration(now - conversation.since)
            : t(now - conversation.since > slowAfterMs ? 'talk.slow' : 'talk.connecting')}
        </p>
        <LineNotes conversation={conversation} />
      </div>
      {waiting.map(({ view }) => (
        <div key={view.call.id} className={styles.second}>
          <p>{t('talk.second', { panel: placeOf({ name: view.call.panel, site: view.site }, hasSeveralSites) })}</p>
          {view.can.answer === 'not-our-account' || view.can.answer === 'account-refused' ? (
            <Press onPress={() => acts.silence(view.call.id)}>{t('ring.silence')}</Press>
          ) : (
            <Press look="green" onPress={guard(() => acts.answer(view.call.id))}>
              {t('talk.secondAnswer')}
            </Press>
          )}
        </div>
      ))}
      {isUp ? null : <p className={styles.second}>{t('talk.linkLost')}</p>}
      {showsMore ? (
        <div className={styles.more}>
          <Devices speaker={speaker} onSpeaker={setSpeaker} onMicrophone={acts.chooseMicrophone} />
          {isLive ? (
            <Press isPressed={conversation.isAudioOnly} onPress={() => acts.setAudioOnly(!conversation.isAudioOnly)}>
              {t(conversation.isAudioOnly ? 'talk.showPicture' : 'talk.audioOnly')}
            </Press>
          ) : null}
        </div>
      ) : null}
      <div className={styles.bar}>
        <div className={styles.voice}>
          <Voice conversation={conversation} />
          <div className={styles.mouth}>
            <Press
              size="ring"
              shortcut="M"
              isPressed={conversation.muted}
              onPress={() => acts.setMuted(!conversation.muted)}
            >
              {t(conversation.muted ? 'talk.unmute' : 'talk.mute')}
            </Press>
            <Press size="ring" label={t('talk.more')} isPressed={showsMore} onPress={() => setShowsMore(!showsMore)}>
              ⋯
            </Press>
          </div>
        </div>
        <div className={styles.doors}>
          {ring ? (
            <RingDoors
              view={ring.view}
              hasSeveralSites={hasSeveralSites}
              isSure={sees}
              presses={presses}
              guard={guard}
              acts={acts}
            />
          ) : null}
        </div>
        <Press look="red" size="ring" shortcut="H" onPress={acts.hangUp}>
          {t('talk.hangUp')}
        </Press>
      </div>
    </section>
  );
}

function duration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
