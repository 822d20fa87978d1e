import type { DeskModel } from './model.ts';
import { isSilenced, type KnownRing } from './state.ts';

/** Rings that want an answer here, and those that are only told of. What was loud keeps its place until its outcome was read. */
export function sortOut({ state, conversation }: DeskModel): {
  readonly loud: readonly KnownRing[];
  readonly quiet: readonly KnownRing[];
} {
  const others = state.rings.filter(
    ({ view }) => conversation.phase === 'none' || view.call.id !== conversation.callId,
  );
  const isLoud = ({ view }: KnownRing) => view.phase === 'ringing' && !isSilenced(view, state);
  const loud = others.filter(isLoud);
  /** One that nobody here had keeps its row until its outcome was read; one that somebody had is in a strip since then. */
  const isOutcome = ({ view }: KnownRing) => view.phase === 'ended' && view.by === null && !isSilenced(view, state);
  const several = loud.length > 1 || (loud.length === 1 && others.some(isOutcome));
  const shown = several ? others.filter((ring) => isLoud(ring) || isOutcome(ring)) : loud;
  return { loud: shown, quiet: others.filter((ring) => !shown.includes(ring)) };
}
