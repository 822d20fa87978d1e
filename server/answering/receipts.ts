import type { Asked, Reply } from '../../protocol/asks.ts';
import type { CallId, DeskId, SiteId } from '../../protocol/call.ts';
import type { RingFact } from '../../protocol/fact.ts';
import type { ReceiptStage, Surroundings } from '../../protocol/proof.ts';
import type { Clock } from '../clock.ts';
import type { Seat } from '../desks/seats.ts';
import { makeListeners } from '../listeners.ts';
import { holderOf } from '../ring/holder.ts';
import { keyOfCall } from '../ring/identity.ts';
import type { NoteFacts } from '../ring/ports.ts';
import type { Switchboard } from '../ring/switchboard.ts';

/** Desks prove what they did; each stage of a call is written once per desk, in bulk, behind everything that matters more. */
export type Receipts = {
  readonly onReceipt: (asked: Asked<'receipt'>, seat: Seat) => Promise<Reply<'receipt'>>;
  readonly onPresent: (asked: Asked<'present'>, seat: Seat) => Promise<Reply<'present'>>;
  /** Writes a fact of the relay's own behind everything that matters more. */
  readonly ride: (site: SiteId, call: CallId, fact: RingFact) => void;
  /** From now on the listener is told when a desk proves that a call sounds there. */
  readonly onSounding: (listener: (site: SiteId, call: CallId) => void) => void;
  /** Writes what waits; for a clean stop. */
  readonly flush: () => void;
};

export type ReceiptParts = {
  readonly board: Pick<Switchboard, 'tell' | 'find'>;
  readonly note: NoteFacts;
  readonly clock: Clock;
  readonly observe: (stage: ReceiptStage) => void;
};

const writeEveryMs = 250;
const mostAtOnce = 100;
const nextAfterMs = 10;
const mostRemembered = 20_000;

type Proof = {
  readonly site: SiteId;
  readonly call: CallId;
  readonly desk: DeskId;
  readonly stage: ReceiptStage;
  readonly around: Surroundings | undefined;
};
type Riding = { readonly site: SiteId; readonly call: CallId; readonly fact: RingFact };

export function makeReceipts({ board, note, clock, observe }: ReceiptParts): Receipts {
  const written = new Set<string>();
  const waiting: Riding[] = [];
  const listeners = makeListeners<[SiteId, CallId]>();

  /** A few at a time, so that no delivery ever waits behind a thousand proofs. */
  function writeSome(): void {
    write(waiting.splice(0, mostAtOnce));
    forgetOldest();
    if (waiting.length > 0) clock.after(nextAfterMs, writeSome);
  }

  function forgetOldest(): void {
    for (const oldest of written) {
      if (written.size <= mostRemembered) return;
      written.delete(oldest);
    }
  }

  /** What a hundred desks prove of one call is written at once. */
  function write(riding: readonly Riding[]): void {
    for (const ofCall of Map.groupBy(riding, ({ site, call }) => keyOfCall(site, call)).values()) {
      const [first] = ofCall;
      if (first !== undefined)
        note(
          first.site,
          first.call,
          ofCall.map(({ fact }) => fact),
        );
    }
  }

  function ride(site: SiteId, call: CallId, fact: RingFact): void {
    if (waiting.length === 0) clock.after(writeEveryMs, writeSome);
    waiting.push({ site, call, fact });
  }

  function keep(proof: Proof): void {
    const word = `${proof.site} ${proof.call} ${proof.desk} ${proof.stage}`;
    if (written.has(word)) return;
    written.add(word);
    observe(proof.stage);
    const { site, call, desk, stage, around } = proof;
    ride(site, call, { what: 'proved', desk, stage, around: around ?? null });
  }

  /** `connected` is more than a proof: it turns the claim into a talk. */
  async function prove(callId: CallId, stage: ReceiptStage, seat: Seat, around?: Surroundings): Promise<boolean> {
    const state = await board.find(seat.sites, callId);
    if (state === null) return false;
    keep({ site: state.site, call: state.call, desk: seat.desk, stage, around });
    if (stage === 'sounding') listeners.tell(state.site, state.call);
    if (stage === 'connected') await board.tell([state.site], state.call, { kind: 'connected', by: holderOf(seat) });
    return true;
  }

  return {
    onReceipt: async ({ callId, stage, around }, seat) =>
      (await prove(callId, stage, seat, around))
        ? { outcome: 'noted' }
        : { outcome: 'refused', because: 'unknown-call' },
    onPresent: async ({ calls }, seat) => {
      for (const { callId, stage } of calls) await prove(callId, stage, seat);
      return { outcome: 'noted' };
    },
    ride,
    onSounding: listeners.add,
    flush: () => write(waiting.splice(0)),
  };
}
