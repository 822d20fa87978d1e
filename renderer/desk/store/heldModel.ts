import type { Host } from '../../host/host.ts';
import type { DeskModel } from '../model.ts';
import { type DeskEvent, initialState, type PageMs, reduce } from '../state.ts';

/** What the screens show, held in one place: changed here, and told to whoever draws it. */
export type HeldModel = {
  readonly model: () => DeskModel;
  /** Whoever draws is told of the first change at once, and of those that follow within a frame together. */
  readonly patch: (change: Partial<DeskModel>) => void;
  /** The next state. What has to follow from it is done before anybody draws it: the tone first. */
  readonly apply: (event: DeskEvent) => void;
  readonly subscribe: (listener: () => void) => () => void;
};

export type HeldModelParts = {
  readonly first: DeskModel;
  readonly follow: () => void;
  /** Runs an act a frame later. */
  readonly later: (act: () => void) => void;
};

export function holdModel({ first, follow, later }: HeldModelParts): HeldModel {
  let model = first;
  const listeners = new Set<() => void>();
  let rest: 'at-rest' | 'drawn' | 'changed-since' = 'at-rest';
  const tell = () => {
    rest = 'drawn';
    for (const listener of listeners) listener();
    later(() => {
      const isBehind = rest === 'changed-since';
      rest = 'at-rest';
      if (isBehind) tell();
    });
  };
  const patch = (change: Partial<DeskModel>) => {
    model = { ...model, ...change };
    if (rest === 'at-rest') tell();
    else rest = 'changed-since';
  };
  return {
    model: () => model,
    patch,
    apply: (event) => {
      const state = reduce(model.state, event);
      if (state === model.state) return;
      model = { ...model, state };
      follow();
      patch({});
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** Before anything is known. */
export const firstModel = ({ program }: Pick<Host, 'program'>, now: PageMs): DeskModel => ({
  enrolment: 'starting',
  state: initialState(now),
  conversation: { phase: 'none' },
  setback: null,
  presses: [],
  microphone: 'unasked',
  announcement: null,
  repaired: null,
  knowsDeaf: false,
  shiftSince: null,
  lastCallAt: null,
  opened: null,
  locked: false,
  program: program === null ? null : { introduction: program.introduction(), test: null, said: null },
  now,
});
