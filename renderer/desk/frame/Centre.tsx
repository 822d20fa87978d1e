import { DoorsScreen } from '../doors/DoorsScreen.tsx';
import { HistoryScreen } from '../history/HistoryScreen.tsx';
import { IdleScreen } from '../idle/IdleScreen.tsx';
import { missedCount } from '../missedCount.ts';
import type { DeskActs, DeskModel } from '../model.ts';
import { RingingCard } from '../ringing/RingingCard.tsx';
import { RingingRows } from '../ringing/RingingRows.tsx';
import type { Middle, Page } from '../screen.ts';
import { SettingsScreen } from '../settings/SettingsScreen.tsx';
import { StartShift } from '../shift/StartShift.tsx';
import { hasSeveralSites } from '../state.ts';
import { Talking } from '../talking/Talking.tsx';

type Props = {
  readonly middle: Middle;
  readonly model: DeskModel;
  readonly acts: DeskActs;
  readonly onPage: (page: Page) => void;
};

/** Draws what stands in the middle of the desk. */
export function Centre({ middle, model, acts, onPage }: Props) {
  const { state, presses, now } = model;
  const missed = missedCount(state.missed);
  const common = { hasSeveralSites: hasSeveralSites(state), presses, acts };
  const isUp = state.link.phase === 'up';
  switch (middle.kind) {
    case 'talking':
      return (
        <Talking
          ring={middle.ring}
          conversation={middle.conversation}
          waiting={middle.waiting}
          now={now}
          isUp={isUp}
          {...common}
        />
      );
    case 'rows':
      return <RingingRows rings={middle.rings} now={now} {...common} />;
    case 'card':
      return <RingingCard key={middle.ring.view.call.id} ring={middle.ring} now={now} isUp={isUp} {...common} />;
    case 'start':
      return <StartShift microphone={model.microphone} missedCount={missed} hour={new Date().getHours()} acts={acts} />;
    case 'idle':
      return <IdleScreen model={model} acts={acts} missedCount={missed} onMissed={() => onPage('history')} />;
    case 'history':
      return (
        <HistoryScreen
          missed={state.missed}
          hasSeveralSites={common.hasSeveralSites}
          signature={signatureOf(model)}
          opened={model.opened}
          acts={acts}
        />
      );
    case 'doors':
      return <DoorsScreen rings={state.rings} late={state.late} doors={state.doors} {...common} />;
    case 'settings':
      return <SettingsScreen model={model} acts={acts} />;
  }
}

/** The history is read again when a call has come or gone, and when more is known of a door. */
const signatureOf = ({ state, presses, now }: DeskModel) =>
  `${presses.map(({ press }) => press.phase).join()} ${state.rings.map(({ view }) => `${view.call.id}${view.phase}`).join()} ${missedCount(state.missed)} ${Math.floor(now / 60_000)}`;
