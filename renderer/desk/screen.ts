/** Which screen there is: a talk before a ring, a ring before a page, and the page that was chosen otherwise. Pure. */
import type { DeskModel } from './model.ts';
import { sortOut } from './sortOut.ts';
import { findRing, type KnownRing } from './state.ts';
import type { Conversation } from './store/conversation.ts';

/** A page that staff choose in the rail. */
export type Page = 'desk' | 'history' | 'doors' | 'settings';

/** What stands in the middle. */
export type Middle =
  | {
      readonly kind: 'talking';
      readonly conversation: Exclude<Conversation, { phase: 'none' }>;
      /** Null when the talk's ring is not known any more. */
      readonly ring: KnownRing | null;
      /** Others who ring meanwhile. */
      readonly waiting: readonly KnownRing[];
    }
  | { readonly kind: 'card'; readonly ring: KnownRing }
  | { readonly kind: 'rows'; readonly rings: readonly KnownRing[] }
  | { readonly kind: 'start' | 'idle' | 'history' | 'doors' | 'settings' };

export type Screen =
  /** This page is no desk, or not yet. */
  | { readonly kind: 'enrol' }
  /** Before the first picture: a moment, or the reason why there is none. */
  | { readonly kind: 'opening' }
  | {
      readonly kind: 'desk';
      readonly middle: Middle;
      /** Rings that are told of in strips, and the number of the first of them among all. */
      readonly strips: readonly KnownRing[];
      readonly firstStrip: number;
      /** Doors stand in the middle, with what became of a press below them. */
      readonly showsTiles: boolean;
    };

export function screenOf(model: DeskModel, page: Page): Screen {
  const { enrolment, state } = model;
  if (enrolment !== 'enrolled' && enrolment !== 'starting') return { kind: 'enrol' };
  if (state.identity === null) return { kind: 'opening' };
  const { loud, quiet } = sortOut(model);
  const isFree = model.conversation.phase === 'none' && loud.length === 0;
  return {
    kind: 'desk',
    middle: middleOf(model, loud, page),
    strips: quiet,
    firstStrip: loud.length + 1,
    showsTiles: isFree && (page === 'desk' || page === 'doors'),
  };
}

function middleOf({ state, conversation }: DeskModel, loud: readonly KnownRing[], page: Page): Middle {
  if (conversation.phase !== 'none') {
    const waiting = loud.filter(({ view }) => view.phase === 'ringing');
    return { kind: 'talking', conversation, ring: findRing(state, conversation.callId), waiting };
  }
  const [only] = loud;
  if (loud.length > 1) return { kind: 'rows', rings: loud };
  if (only !== undefined) return { kind: 'card', ring: only };
  if (page !== 'desk') return { kind: page };
  return { kind: state.ears.shift === 'not-started' ? 'start' : 'idle' };
}
