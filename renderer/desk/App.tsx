import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useLocked } from '../style/useLocked.ts';
import { Alarms } from './banner/Alarms.tsx';
import { Banner } from './banner/Banner.tsx';
import { SidePanel } from './demo/SidePanel.tsx';
import { SimulatedMark } from './demo/SimulatedMark.tsx';
import { PressStrips } from './doors/PressStrips.tsx';
import { pressesLeft } from './doors/pressesLeft.ts';
import { EnrolScreen } from './enrol/EnrolScreen.tsx';
import { Centre } from './frame/Centre.tsx';
import { Frame } from './frame/Frame.tsx';
import { LiveRegions } from './frame/LiveRegions.tsx';
import { Opening } from './frame/Opening.tsx';
import { SetbackNote } from './frame/SetbackNote.tsx';
import { KeysHelp } from './help/KeysHelp.tsx';
import { listenForKeys } from './keys.ts';
import { missedCount } from './missedCount.ts';
import type { DeskModel } from './model.ts';
import { RingStrips } from './ringing/RingStrips.tsx';
import { UndrawnRows } from './ringing/UndrawnRows.tsx';
import { type Page, screenOf } from './screen.ts';
import { deafness, hasSeveralSites } from './state.ts';
import type { DeskStore } from './store/deskStore.ts';
import { StandsAbove } from './useSettled.ts';

type Props = { readonly store: DeskStore };

/** The whole page: what `screenOf` says there is, in its frame. */
export function App({ store }: Props) {
  const model = useSyncExternalStore(store.subscribe, store.model);
  const { acts } = store;
  const [page, setPage] = useState<Page>('desk');
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
  const { state, opened } = model;
  useEffect(() => {
    if (opened?.what === 'call') setPage('history');
  }, [opened]);
  const screen = screenOf(model, page);
  if (screen.kind === 'enrol') return <EnrolScreen model={model} acts={acts} />;
  if (screen.kind === 'opening') return <Opening model={model} acts={acts} />;
  const { middle, strips, firstStrip, showsTiles } = screen;
  const isSimulated = state.identity?.simulated ?? false;
  return (
    <>
      <Frame
        page={page}
        missedCount={missedCount(state.missed)}
        mark={
          isSimulated ? (
            <SimulatedMark isOpen={showsSteps} onToggle={() => setShowsSteps(!showsSteps)} button={stepsButton} />
          ) : null
        }
        side={isSimulated && showsSteps ? <SidePanel model={model} acts={acts} onClose={closeSteps} /> : null}
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
            <RingStrips rings={strips} state={state} firstNumber={firstStrip} acts={acts} />
          </>
        }
        onPage={setPage}
      >
        <StandsAbove value={bannerOf(model)}>
          <Centre middle={middle} model={model} acts={acts} onPage={setPage} />
        </StandsAbove>
      </Frame>
      <LiveRegions announcement={model.announcement} />
      <KeysHelp isOpen={showsKeys} onClose={() => setShowsKeys(false)} />
    </>
  );
}

/** Banner and alarms push the page down, and let it up again. */
const bannerOf = ({ state, repaired }: DeskModel) =>
  `${state.link.phase} ${deafness(state)} ${repaired !== null} ${state.alarms.map(({ id }) => id).join(' ')}`;
