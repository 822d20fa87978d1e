import type { TFunction } from 'i18next';
import type { PastCall } from '../../protocol/pastCall.ts';
import type { RingView } from '../../protocol/ring.ts';

/** What a call's outcome is told from. */
export type Outcome = Pick<PastCall, 'reason' | 'doorOpened' | 'doorConfirmedAt' | 'doorNotConfirmed'> & {
  readonly by: { readonly name: string } | null;
};

/** How a call ended, in words; a call that has not is going on. A desk's door counts as opened once the vendor's log shows it, and as asked for until then. */
export function outcome(past: Outcome, t: TFunction): string {
  const { reason, by, doorOpened, doorConfirmedAt } = past;
  if (reason === null) return t('outcome.going-on');
  if (by === null || !doorOpened) return t(`outcome.${reason}`, { name: by?.name ?? '' });
  if (doorConfirmedAt !== null) return t('outcome.doorOpenedBy', { name: by.name });
  return t(past.doorNotConfirmed ? 'outcome.doorNotConfirmedBy' : 'outcome.doorAcceptedBy', { name: by.name });
}

/** How a ring ended, at its end: no log has told of its door yet. */
export const outcomeOfRing = ({ reason, by }: Extract<RingView, { phase: 'ended' }>, t: TFunction): string =>
  outcome({ reason, by, doorOpened: reason === 'door-opened', doorConfirmedAt: null, doorNotConfirmed: false }, t);
