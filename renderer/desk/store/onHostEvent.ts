import type { Host } from '../../host/host.ts';
import type { Link } from '../../link/link.ts';
import type { DeskActs, DeskModel } from '../model.ts';
import { soundingRings, waitingRings } from '../state.ts';

export type HearHostParts = {
  readonly host: Host;
  readonly link: () => Link | null;
  readonly model: () => DeskModel;
  readonly acts: () => DeskActs;
  readonly patch: (change: Partial<DeskModel>) => void;
};

/** What the program around the page says of its own accord: it woke up, a global key, a link, a locked screen. */
export function onHostEvent({ host, link, model, acts, patch }: HearHostParts): void {
  const silence = () => {
    for (const { view } of soundingRings(model().state)) acts().silence(view.call.id);
    acts().silenceUndrawn(null);
  };
  const answer = () => {
    const newest = waitingRings(model().state).findLast(({ view }) => view.can.answer === true);
    if (newest === undefined || model().conversation.phase !== 'none') return;
    acts().answer(newest.view.call.id);
    host.comeForward();
  };
  host.listen({
    resumed: () => link()?.renew(),
    shortcut: (key) => (key === 'silence' ? silence() : answer()),
    opened: (opened) => patch({ opened }),
    locked: (locked) => patch({ locked }),
    introduced: (introduction) => {
      const { program } = model();
      if (program !== null) patch({ program: { ...program, introduction } });
    },
  });
}
