import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocked } from '../style/useLocked.ts';
import { Alarms } from './banner/Alarms.tsx';
import { Banner } from './banner/Banner.tsx';
import { SidePanel } from './demo/SidePanel.tsx';
import { SimulatedMark } from './demo/SimulatedMark.tsx';
import { DoorsScreen } from './doors/DoorsScreen.tsx';
import { DoorTiles } from './doors/DoorTiles.tsx';
import { PressStrips } from './doors/PressStrips.tsx';
import { pressesLeft } from './doors/pressesLeft.ts';
import { EnrolScreen } from './enrol/EnrolScreen.tsx';
import { Frame, type Screen } from './frame/Frame.tsx';
import { LiveRegions } from './frame/LiveRegions.tsx';
import { SetbackNote } from './frame/SetbackNote.tsx';
import { KeysHelp } from './help/KeysHelp.tsx';
import { HistoryScreen } from './history/HistoryScreen.tsx';
import { Idle } from './idle/Idle.tsx';
import { PanelNotes } from './idle/PanelNotes.tsx';
import { listenForKeys } from './keys.ts';
import { missedCount } from './missedCount.ts';
import type { DeskActs, DeskModel } from './model.ts';
import { residentsRing } from './residentsRing.ts';
import { RingingCard } from './ringing/RingingCard.tsx';
import { RingingRows } from './ringing/RingingRows.tsx';
import { RingStrips } from './ringing/RingStrips.tsx';
import { UndrawnRows } from './ringing/UndrawnRows.tsx';
import { SettingsScreen } from './settings/SettingsScreen.tsx';
import { StartShift } from './shift/StartShift.tsx';
import { sortOut } from './sortOut.ts';
import { deafness, findRing, hasSeveralSites, type KnownRing } from './state.ts';
import type { DeskStore } from './store/deskStore.ts';
import { Talking } from './talking/Talking.tsx';
import { StandsAbove } from './useSettled.ts';

type Props = { readonly store: DeskStore };

/** Which screen there is: a talk before a ring, a ring before a page, and the page that was chosen otherwise. */
export function App({ store }: Props) {
  const model = useSyncExternalStore(store.subscribe, store.model);
  const { acts } = store;
  const [screen, setScreen] = useState<Screen>('desk');
  const [showsKeys, setShowsKeys] = useState(false);
  const [showsSteps, setShowsSteps] = useState(false);
  const stepsButton = useRef<HTMLButtonElement>(null);
  const closeSteps = useCallback(() => {
    setShowsSteps(false);
    stepsButton.current?.focus();
  }, []);
  useEffect(
    () =>
      listenForKeys({
        setMuted: acts.setMuted,
        isMuted: () => {
          const { conversation } = store.model();
          return conversation.phase === 'none' ? null : conversation.muted;
        },
        showHelp: () => setShowsKeys(true),
      }),
    [acts, store],
  );
  useLocked(model.locked);
  const { state, enrolment, opened } = model;
  useEffect(() => {
    if (opened?.what === 'call') setScreen('history');
  }, [opened]);
  if (enrolment !== 'enrolled' && enrolment !== 'starting') return <EnrolScreen model={model} acts={acts} />;
  if (state.identity === null) return <Opening model={model} acts={acts} />;
  const missed = missedCount(state.missed);
  const rings = sortOut(model);
  const showsTiles =
    model.conversation.phase === 'none' && rings.loud.length === 0 && (screen === 'desk' || screen === 'doors');
  return (
    <>
      <Frame
        screen={screen}
        missedCount={missed}
        mark={
          state.identity.simulated ? (
            <SimulatedMark isOpen={showsSteps} onToggle={() => setShowsSteps(!showsSteps)} button={stepsButton} />
          ) : null
        }
        side={
          state.identity.simulated && showsSteps ? <SidePanel model={model} acts={acts} onClose={closeSteps} /> : null
        }
        banner={
          <>
            <Banner model={model} acts={acts} />
            <Alarms model={model} />
          </>
        }
        strips={
          <>
            <SetbackNote setback={model.setback} acts={acts} />
            <PressStrips presses={pressesLeft(model, showsTiles)} hasSeveralSites={hasSeveralSites(state)} />
            <UndrawnRows model={model} acts={acts} />
            <RingStrips rings={rings.quiet} state={state} firstNumber={rings.loud.length + 1} acts={acts} />
          </>
        }
        onScreen={setScreen}
      >
        <StandsAbove value={bannerOf(model)}>
          <Centre
            model={model}
            acts={acts}
            screen={screen}
            loud={rings.loud}
            missedCount={missed}
            onScreen={setScreen}
          />
        </StandsAbove>
      </Frame>
      <LiveRegions announcement={model.announcement} />
      <KeysHelp isOpen={showsKeys} onClose={() => setShowsKeys(false)} />
    </>
  );
}

type CentreProps = {
  readonly model: DeskModel;
  readonly acts: DeskActs;
  readonly screen: Screen;
  readonly loud: readonly KnownRing[];
  readonly missedCount: number;
  readonly onScreen: (screen: Screen) => void;
};

function Centre({ model, acts, screen, loud, missedCount, onScreen }: CentreProps) {
  const { state, conversation, presses, now } = model;
  const [only] = loud;
  if (conversation.phase !== 'none') {
    const ring = findRing(state, conversation.callId);
    return (
      <Talking
        ring={ring}
        conversation={conversation}
        waiting={loud.filter(({ view }) => view.phase === 'ringing')}
        hasSeveralSites={hasSeveralSites(state)}
        presses={presses}
        now={now}
        isUp={state.link.phase === 'up'}
        acts={acts}
      />
    );
  }
  if (loud.length > 1)
    return (
      <RingingRows rings={loud} now={now} hasSeveralSites={hasSeveralSites(state)} presses={presses} acts={acts} />
    );
  if (only !== undefined) {
    return (
      <RingingCard
        key={only.view.call.id}
        ring={only}
        now={now}
        hasSeveralSites={hasSeveralSites(state)}
        presses={presses}
        isUp={state.link.phase === 'up'}
        acts={acts}
      />
    );
  }
  switch (screen) {
    case 'desk':
      return <DeskScreen model={model} acts={acts} missedCount={missedCount} onMissed={() => onScreen('history')} />;
    case 'history':
      return (
        <HistoryScreen
          missed={state.missed}
          hasSeveralSites={hasSeveralSites(state)}
          signature={signatureOf(model)}
          opened={model.opened}
          acts={acts}
        />
      );
    case 'doors':
      return (
        <DoorsScreen
          rings={state.rings}
          late={state.late}
          doors={state.doors}
          hasSeveralSites={hasSeveralSites(state)}
          presses={presses}
          acts={acts}
        />
      );
    case 'settings':
      return <SettingsScreen model={model} acts={acts} />;
  }
}

/** Banner and alarms push the page down, and let it up again. */
const bannerOf = ({ state, repaired }: DeskModel) =>
  `${state.link.phase} ${deafness(state)} ${repaired !== null} ${state.alarms.map(({ id }) => id).join(' ')}`;

/** The history is read again when a call has come or gone, and when more is known of a door. */
const signatureOf = ({ state, presses, now }: DeskModel) =>
  `${presses.map(({ press }) => press.phase).join()} ${state.rings.map(({ view }) => `${view.call.id}${view.phase}`).join()} ${missedCount(state.missed)} ${Math.floor(now / 60_000)}`;

function DeskScreen({
  model,
  acts,
  missedCount,
  onMissed,
}: {
  readonly model: DeskModel;
  readonly acts: DeskActs;
  readonly missedCount: number;
  readonly onMissed: () => void;
}) {
  const { state } = model;
  if (state.ears.shift === 'not-started') {
    return (
      <StartShift microphone={model.microphone} missedCount={missedCount} hour={new Date().getHours()} acts={acts} />
    );
  }
  const isReady = deafness(state) === null && state.link.phase === 'up';
  const others = new Set(
    state.coverage
      .flatMap(({ desks }) => desks.filter(({ able, desk }) => able && desk !== state.identity?.desk.id))
      .map(({ desk }) => desk),
  );
  return (
    <Idle
      isReady={isReady}
      isAway={state.ears.away}
      deskName={state.identity?.desk.name ?? ''}
      shiftSince={model.shiftSince}
      lastCallAt={model.lastCallAt}
      missedCount={missedCount}
      ringingDesks={others.size + (isReady ? 1 : 0)}
      ringsHere={isReady}
      residentsRing={residentsRing(state)}
      panels={<PanelNotes notes={state.notes} identity={state.identity} />}
      doors={
        <DoorTiles
          doors={state.doors.filter(({ favourite }) => favourite).slice(0, mostFavourites)}
          late={state.late}
          hasSeveralSites={hasSeveralSites(state)}
          isCentred
          presses={model.presses}
          acts={acts}
        />
      }
      acts={acts}
      onMissed={onMissed}
    />
  );
}

/** More would make the idle screen a list; the others are under Doors. */
const mostFavourites = 6;

/** Before the first picture: a moment, or the reason why there is none. */
function Opening({ model, acts }: { readonly model: DeskModel; readonly acts: DeskActs }) {
  const { t } = useTranslation();
  return (
    <>
      <Banner model={model} acts={acts} />
      <Alarms model={model} />
      <main>
        <p role="status" style={{ padding: '24px', fontSize: '20px' }}>
          {t('app.connecting')}
        </p>
      </main>
    </>
  );
}
