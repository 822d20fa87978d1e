import { DoorTiles } from '../doors/DoorTiles.tsx';
import type { DeskActs, DeskModel } from '../model.ts';
import { residentsRing } from '../residentsRing.ts';
import { deafness, hasSeveralSites } from '../state.ts';
import { Idle } from './Idle.tsx';
import { PanelNotes } from './PanelNotes.tsx';

type Props = {
  readonly model: DeskModel;
  readonly acts: DeskActs;
  readonly missedCount: number;
  readonly onMissed: () => void;
};

/** More would make the idle screen a list; the others are under Doors. */
const mostFavourites = 6;

/** The desk while nobody calls: whether it would ring, and the doors that are opened most. */
export function IdleScreen({ model, acts, missedCount, onMissed }: Props) {
  const { state } = model;
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
