/** What a desk of the protocol before is told: the words that it does not know, in words that it does. Everything else is the same. */
import { z } from 'zod';
import type { Picture, Undrawn } from '../../protocol/picture.ts';
import type { Ability, RingView } from '../../protocol/ring.ts';

/** A ring in the words of protocol 1. */
export function viewInOne(view: RingView): RingView {
  const can = {
    answer: abilityInOne(view.can.answer),
    end: abilityInOne(view.can.end),
    door: abilityInOne(view.can.door),
  };
  if (view.phase !== 'ended') return { ...view, can };
  return { ...view, can, reason: view.reason === 'desk-revoked' ? 'connection-failed' : view.reason };
}

/** It knows no second message of a picture, so all of it is in one. */
export const pictureInOne = (picture: Picture): Picture => ({
  ...picture,
  isWhole: true,
  rings: picture.rings.map(viewInOne),
  missed: picture.missed.map((missed) => ({
    ...missed,
    calls: missed.calls.map((call) =>
      call.reason === 'desk-revoked' ? { ...call, reason: 'connection-failed' } : call,
    ),
  })),
});

/** A door that waits for ButterflyMX's word has no button yet, as one of a call whose name is not known has none. */
const abilityInOne = (ability: Ability): Ability => (ability === 'not-confirmed' ? 'no-media-yet' : ability);

/** Calls that are not drawn any more leave its screen as the second ring of one call does: without a word. It heeds a view only if its revision is higher. */
export const hiddenInOne = (views: readonly RingView[], { hidden }: Pick<Undrawn, 'hidden'>): readonly RingView[] =>
  views
    .filter(({ call }) => hidden.includes(call.id))
    .map(
      (view): RingView => ({
        ...viewInOne(view),
        revision: view.revision + 1,
        phase: 'ended',
        by: null,
        reason: 'same-call',
      }),
    );

/** The answer to a question, in the words of protocol 1. */
export function replyInOne(ask: string, reply: unknown): unknown {
  const refused = Refused.safeParse(reply);
  const because = refused.success ? oldWords.get(`${ask} ${refused.data.because}`) : undefined;
  return because === undefined ? reply : { ...refused.data, because };
}

const Refused = z.looseObject({ outcome: z.literal('refused'), because: z.string() });

const oldWords: ReadonlyMap<string, string> = new Map([
  ['answer account-refused', 'not-our-account'],
  ['end account-refused', 'not-our-account'],
  ['openDoor account-refused', 'no-account'],
  ['openDoor not-confirmed', 'vendor-refused'],
]);
