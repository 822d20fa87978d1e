import type { VendorFailure } from '../../protocol/fact.ts';
import type { Clock } from '../clock.ts';
import type { RingEffect } from './events.ts';
import type { Journal } from './journal.ts';
import type { Intercom } from './ports.ts';
import type { RingQueue } from './queue.ts';
import { vendorCallOf } from './state.ts';

export type PerformerParts = {
  readonly journal: Pick<Journal, 'note'>;
  readonly intercom: Pick<Intercom, 'callStatus' | 'notify'>;
  readonly clock: Pick<Clock, 'after'>;
  readonly isStopped: () => boolean;
  readonly reportUnwritable: (error: unknown) => void;
};

type Notice = Extract<RingEffect, { readonly kind: 'tell-vendor' }>['notice'];

/** The vendor's own record of an end may be a moment behind the webhook that tells of it. */
const checkEndAfterMs = 1_000;

/** Does what a step of a ring wants done with the vendor. A call without a guid cannot be spoken of there. */
export function performer({ journal, intercom, clock, isStopped, reportUnwritable }: PerformerParts) {
  /** It is not said again, for its moment is over; who asks why a panel behaved so finds it with the call. */
  function noteNotTold({ site, call }: RingQueue, notice: Notice, failure: VendorFailure): void {
    if (isStopped()) return;
    journal.note(site, call, [{ what: 'vendor-not-told', notice, failure }]).catch(reportUnwritable);
  }

  return (effect: RingEffect, queue: RingQueue): void => {
    const call = vendorCallOf(queue.state().ring.call);
    if (call === null) return;
    const ask = () =>
      void intercom
        .callStatus(call)
        .then((answer) => queue.tell({ kind: 'status-checked', status: answer.ok ? answer.value.status : null }));
    switch (effect.kind) {
      case 'ask-status':
        ask();
        return;
      case 'check-end':
        clock.after(checkEndAfterMs, () => {
          if (!isStopped()) ask();
        });
        return;
      case 'tell-vendor':
        void intercom.notify(effect.notice, call).then((told) => {
          if (!told.ok) noteNotTold(queue, effect.notice, told.error);
        });
        return;
    }
  };
}
