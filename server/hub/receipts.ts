import type { CallId, DeskId, SiteId } from '../../protocol/call.ts';
import type { Asked, ReceiptStage, Reply } from '../../protocol/desk.ts';
import type { Clock } from '../clock.ts';
import type { Switchboard } from '../ring/switchboard.ts';
import { holderOf } from './holder.ts';
import type { NoteFacts } from './ports.ts';
import type { Seat } from './seats.ts';

/** Desks prove what they did; each stage of a call is written once per desk, in bulk, behind everything that matters more. */
export type Receipts = {
  readonly onReceipt: (asked: Asked<'receipt'>, seat: Seat) => Promise<Reply<'receipt'>>;
  readonly onPresent: (asked: Asked<'present'>, seat: Seat) => Promise<Reply<'present'>>;
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

type Proof = { readonly site: SiteId; readonly call: CallId; readonly desk: DeskId; readonly stage: ReceiptStage };

export function makeReceipts({ board, note, clock, observe }: ReceiptParts): Receipts {
  const written = new Set<string>();
  const waiting: Proof[] = [];

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

  function write(proofs: readonly Proof[]): void {
    for (const { site, call, desk, stage } of proofs) note(site, call, [{ what: stage, desk, detail: null }]);
  }

  function keep(proof: Proof): void {
    const word = `${proof.site} ${proof.call} ${proof.desk} ${proof.stage}`;
    if (written.has(word)) return;
    written.add(word);
    observe(proof.stage);
    if (waiting.length === 0) clock.after(writeEveryMs, writeSome);
    waiting.push(proof);
  }

  /** `connected` is more than a proof: it turns the claim into a talk. */
  async function prove(callId: CallId, stage: ReceiptStage, seat: Seat): Promise<boolean> {
    const state = await board.find(seat.sites, callId);
    if (state === null) return false;
    keep({ site: state.site, call: state.call, desk: seat.desk, stage });
    if (stage === 'connected') await board.tell([state.site], state.call, { kind: 'connected', by: holderOf(seat) });
    return true;
  }

  return {
    onReceipt: async ({ callId, stage }, seat) =>
      (await prove(callId, stage, seat)) ? { outcome: 'noted' } : { outcome: 'refused', because: 'unknown-call' },
    onPresent: async ({ calls }, seat) => {
      for (const { callId, stage } of calls) await prove(callId, stage, seat);
      return { outcome: 'noted' };
    },
    flush: () => write(waiting.splice(0)),
  };
}
