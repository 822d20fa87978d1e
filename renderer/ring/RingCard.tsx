import { useEffect, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeskActs } from '../desk/model.ts';
import { RingingCard } from '../desk/ringing/RingingCard.tsx';
import { RingingRows } from '../desk/ringing/RingingRows.tsx';
import { RingStrips } from '../desk/ringing/RingStrips.tsx';
import { sortOut } from '../desk/sortOut.ts';
import { hasSeveralSites, waitingRings } from '../desk/state.ts';
import type { DeskStore } from '../desk/store/deskStore.ts';
import { afterPaint } from '../desk/store/receipts.ts';
import { useLocked } from '../style/useLocked.ts';
import styles from './RingCard.module.css';
import { UndrawnNote } from './UndrawnNote.tsx';

/** The desk's rings in a window of their own, on top of whatever else is on the screen. */
export function RingCard({ desk }: { readonly desk: DeskStore }) {
  const { t } = useTranslation();
  const model = useSyncExternalStore(desk.subscribe, desk.model);
  useLocked(model.locked);
  const { state, conversation, presses, now } = model;
  const { loud } = sortOut(model);
  const waiting = waitingRings(state);
  const [only] = loud;
  const drawn = waiting.map(({ view }) => view.call.id).join(' ');
  useEffect(() => {
    for (const { view } of waitingRings(desk.model().state))
      if (drawn.includes(view.call.id)) afterPaint(window, () => desk.shown(view.call.id));
  }, [drawn, desk]);
  /** Whoever answers here wants to see the visitor, and that is in the desk's own window. */
  const acts: DeskActs = {
    ...desk.acts,
    answer: (callId, options) => {
      desk.acts.answer(callId, options);
      desk.acts.comeForward();
    },
  };
  if (conversation.phase !== 'none' || only === undefined) {
    return (
      <main className={styles.strip}>
        <h1 className={waiting.length > 1 ? styles.count : styles.unseen}>
          {t('ring.several', { count: waiting.length })}
        </h1>
        {waiting.length === 0 ? <UndrawnNote state={state} /> : null}
        <RingStrips rings={waiting.slice(0, 1)} state={state} firstNumber={1} acts={acts} />
      </main>
    );
  }
  return (
    <main className={styles.card}>
      {loud.length > 1 ? (
        <>
          <RingingRows rings={loud} now={now} hasSeveralSites={hasSeveralSites(state)} presses={presses} acts={acts} />
          <UndrawnNote state={state} />
        </>
      ) : (
        <RingingCard
          key={only.view.call.id}
          ring={only}
          now={now}
          hasSeveralSites={hasSeveralSites(state)}
          presses={presses}
          isUp={state.link.phase === 'up'}
          acts={acts}
        />
      )}
    </main>
  );
}
