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
  missed: picture.missed.map((missed) => ({ ...missed, calls: missed.calls.map(pastCallInOne) })),
});

/** One such call would cost it the whole history. */
const pastCallInOne = <Past extends { readonly reason: string | null }>(call: Past) =>
  call.reason === 'desk-revoked' ? { ...call, reason: 'connection-failed' as const } : call;

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
  if (refused.success) return { ...refused.data, because: refusalInOne(ask, refused.data.because) };
  const history = History.safeParse(reply);
  return history.success ? { ...history.data, calls: history.data.calls.map(pastCallInOne) } : reply;
}

const Refused = z.looseObject({ outcome: z.literal('refused'), because: z.string() });
const History = z.looseObject({
  outcome: z.literal('history'),
  calls: z.array(z.looseObject({ reason: z.string().nullable() })),
});

function refusalInOne(ask: string, because: string): string {
  if (because === 'account-refused') return ask === 'openDoor' ? 'no-account' : 'not-our-account';
  return because === 'not-confirmed' ? 'vendor-refused' : because;
}
