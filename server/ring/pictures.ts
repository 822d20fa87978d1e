import type { SiteId } from '../../protocol/call.ts';
import type { RingFact } from '../../protocol/fact.ts';
import type { Clock } from '../clock.ts';
import type { HeldRings } from './heldRings.ts';
import type { Journal } from './journal.ts';
import { newPictures } from './newPictures.ts';
import type { PictureOutcome, TakeSnapshot } from './ports.ts';
import type { RingQueue } from './queue.ts';

export type PicturesParts = {
  readonly rings: Pick<HeldRings, 'held' | 'isStopped'>;
  readonly takeSnapshot: TakeSnapshot;
  readonly journal: Pick<Journal, 'note'>;
  readonly clock: Pick<Clock, 'moment'>;
  readonly reportUnwritable: (error: unknown) => void;
};

/** The visitor's picture of each ring: a delivery names it, or the vendor's answer about the call. */
export type Pictures = {
  readonly told: (queue: RingQueue, address: string) => void;
  readonly offered: (site: SiteId, call: RingQueue['call'], address: string) => void;
};

export function makePictures({ rings, takeSnapshot, journal, clock, reportUnwritable }: PicturesParts): Pictures {
  const pictures = newPictures();

  /** Each address that is told is tried by itself, once; the first picture that comes is the call's. */
  async function fetch(queue: RingQueue, address: string): Promise<void> {
    const { site, call } = queue;
    const stillWanted = () =>
      !rings.isStopped() && queue.state().ring.phase !== 'ended' && queue.state().ring.call.snapshot === null;
    if (!stillWanted()) return;
    const outcome = await takeSnapshot({ site, call, address, stillWanted });
    if (rings.isStopped() || rings.held(site, call) === undefined) return;
    journal.note(site, call, [pictureFact(outcome)]).catch(reportUnwritable);
    if (outcome.kind === 'taken') await queue.tell({ kind: 'snapshot-ready', snapshot: outcome.snapshot });
  }

  return {
    told: (queue, address) => {
      if (pictures.told(queue, address)) void fetch(queue, address);
    },
    offered: (site, call, address) => {
      const queue = rings.held(site, call);
      if (queue && pictures.offered(queue, address, clock.moment().mono)) void fetch(queue, address);
    },
  };
}

function pictureFact(outcome: PictureOutcome): RingFact {
  const { tries } = outcome;
  if (outcome.kind === 'taken') return { what: 'picture', bytes: outcome.bytes, tries, isTorn: outcome.isTorn };
  return { what: 'no-picture', because: outcome.because, beside: outcome.beside, tries };
}
