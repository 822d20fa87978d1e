import type { Host } from '../../host/host.ts';
import type { DeskModel } from '../model.ts';
import { type DeskEvent, initialState, type PageMs, reduce } from '../state.ts';

/** What the screens show, held in one place: changed here, and told to whoever draws it. */
export type HeldModel = {
  readonly model: () => DeskModel;
  readonly patch: (change: Partial<DeskModel>) => void;
  /** The next state. What has to follow from it is done before anybody draws it: the tone first. */
  readonly apply: (event: DeskEvent) => void;
  readonly subscribe: (listener: () => void) => () => void;
};

export function holdModel(first: DeskModel, follow: () => void): HeldModel {
  let model = first;
  const listeners = new Set<() => void>();
  const patch = (change: Partial<DeskModel>) => {
    model = { ...model, ...change };
    for (const listener of listeners) listener();
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
