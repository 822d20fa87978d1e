import { randomUUID } from 'node:crypto';
import { type CallId, EpochMs, PressId } from '../../protocol/call.ts';
import type { ConnectedDesk } from '../harness/aDesk.ts';
import { random } from './scenario.ts';

/** A call that a desk came to talk to, by the desk's place in the list; `early` when that desk or another pressed the door while it connected. */
export type Talk = { readonly desk: number; readonly dropped: number; readonly early: number };

/** A quarter of the answers is dropped by the desk itself, and at a quarter the door is pressed before the media is asked for. */
const oneIn = 4;

/**
 * The desks answer in turn until one talks: each drop by the vendor or the desk must let the next one in. Null when every desk was dropped. Says in
 * `broken` when a desk is not let in.
 */
export async function talk(seats: readonly ConnectedDesk[], callId: CallId, broken: string[]): Promise<Talk | null> {
  let early = 0;
  for (const [desk, seat] of seats.entries()) {
    const { outcome } = await seat.ask('answer', { callId });
    if (outcome !== 'yours') {
      broken.push(`desk ${desk} could not answer ${callId} after ${desk} dropped answers: ${outcome}`);
      return null;
    }
    const isEarly = early === 0 && random(1, oneIn) === 1;
    const press = isEarly ? pressDoor(seat, callId) : null;
    if (random(1, 2) === 1) await press;
    const media = await seat.ask('media', { callId });
    await press;
    early += isEarly ? 1 : 0;
    if (media.outcome === 'refused' && media.because !== 'vendor-refused' && media.because !== 'vendor-slow')
      broken.push(`desk ${desk} was refused the media of ${callId}: ${media.because}`);
    if (media.outcome !== 'granted') continue;
    if (desk < seats.length - 1 && random(1, oneIn) === 1) {
      await seat.ask('hangUp', { callId, because: 'connection-failed' });
      continue;
    }
    await seat.ask('receipt', { callId, stage: 'connected', at: EpochMs.parse(Date.now()) });
    return { desk, dropped: desk, early };
  }
  return null;
}

/** While the vendor is silent the press takes its four seconds. */
const pressDoor = (seat: ConnectedDesk, callId: CallId): Promise<unknown> =>
  seat.socket
    .timeout(6_000)
    .emitWithAck('openDoor', { pressId: PressId.parse(randomUUID()), callId })
    .catch(() => null);
