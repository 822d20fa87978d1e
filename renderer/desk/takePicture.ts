import type { Picture } from '../../protocol/picture.ts';
import { keyOf, knownAs, oldestFirst } from './knownRing.ts';
import type { DeskState, PageMs } from './state.ts';
import { undrawnOf } from './undrawn.ts';

/** A picture replaces everything: a live call that is not in it is over, unless more of it follows. Doors of calls that are just over stay, but for those of a demonstration that was started over. */
export function takePicture(state: DeskState, picture: Picture, now: PageMs): DeskState {
  const { epoch, seat, desk, simulated, relay, missed, coverage, alarms, doors, notes, clearedUntil } = picture;
  const shown = picture.rings.map((view) => knownAs(view, { before: state.rings, now }));
  const told = new Set(shown.map(keyOf));
  const kept = picture.isWhole
    ? []
    : state.rings.filter((ring) => ring.view.phase !== 'ended' && !told.has(keyOf(ring)));
  const heardAll = state.link.phase === 'up' && state.identity?.epoch === epoch;
  return {
    ...state,
    link: state.link.phase === 'up' ? state.link : { phase: 'up', since: now },
    identity: { epoch, seat, desk, simulated, relay },
    rings: kept.length === 0 ? shown : oldestFirst([...shown, ...kept]),
    toldSince: picture.isWhole ? null : told,
    undrawn: undrawnOf(picture.undrawn, { known: heardAll ? state.undrawn : [], now }),
    late: state.late.filter(({ view }) => clearedUntil === null || view.call.receivedAt > clearedUntil),
    ...{ missed, coverage, alarms, doors, notes },
  };
}

/** All of a picture has come: a live call that nothing of it told is over. */
export function endPicture(state: DeskState, epoch: string): DeskState {
  const { toldSince, identity } = state;
  if (toldSince === null || identity?.epoch !== epoch) return state;
  const rings = state.rings.filter((ring) => ring.view.phase === 'ended' || toldSince.has(keyOf(ring)));
  return { ...state, rings, toldSince: null };
}
