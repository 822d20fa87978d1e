import type { Ringer } from '../../sound/ringer.ts';
import { missedCount } from '../missedCount.ts';
import type { DeskModel } from '../model.ts';
import { deafness, type PageMs } from '../state.ts';
import type { HeldModel } from './heldModel.ts';

export type EarWatchParts = Pick<HeldModel, 'model' | 'patch'> & {
  readonly ringer: Pick<Ringer, 'chime'>;
  readonly startedAt: PageMs;
};

const chimeFirstMs = 10_000;
const chimeEveryMs = 120_000;
const repairedShownMs = 5_000;

/** While the desk cannot ring it says so in sound too, until somebody says that they know. Called with the time, often. */
export function watchEars({ model, patch, ringer, startedAt }: EarWatchParts): (at: PageMs) => void {
  let deafSince: PageMs | null = startedAt;
  let chimedAt: PageMs | null = null;
  /** A desk that starts its shift is not repaired; one that could not ring in mid-shift is. */
  let wasOnShift = false;

  function stayDeaf(at: PageMs): void {
    const { state, knowsDeaf } = model();
    wasOnShift ||= state.ears.shift === 'on' && state.identity !== null;
    deafSince ??= at;
    const due = chimedAt === null ? deafSince + chimeFirstMs : chimedAt + chimeEveryMs;
    if (state.ears.shift !== 'on' || knowsDeaf || state.ears.away || at < due) return;
    chimedAt = at;
    ringer.chime();
  }

  function hearAgain(at: PageMs): void {
    const missed = missedCount(model().state.missed);
    deafSince = null;
    chimedAt = null;
    patch({ knowsDeaf: false, repaired: wasOnShift ? { at, missed } : null });
    wasOnShift = false;
  }

  return (at) => {
    const { state, repaired } = model();
    if (isDeaf(state)) stayDeaf(at);
    else if (deafSince !== null) hearAgain(at);
    else if (repaired !== null && at >= repaired.at + repairedShownMs) patch({ repaired: null });
  };
}

/** Where another window of this computer rings, nothing is amiss. */
function isDeaf(state: DeskModel['state']): boolean {
  const because = deafness(state);
  return state.link.phase !== 'up' || (because !== null && because !== 'another-window');
}
