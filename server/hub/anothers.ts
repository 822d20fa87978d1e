import type { CallId } from '../../protocol/call.ts';
import type { Switchboard } from '../ring/switchboard.ts';
import type { AboutCall } from './ports.ts';
import type { Seat } from './seats.ts';

export type Asking = { readonly board: Pick<Switchboard, 'tell' | 'find'>; readonly about: AboutCall };

/** True for a ringing call that only an account of somebody else can answer or end. Whoever has a call already keeps it. */
export async function isAnothers({ sites }: Pick<Seat, 'sites'>, call: CallId, { board, about }: Asking) {
  const state = await board.find(sites, call);
  return state !== null && state.ring.phase === 'ringing' && !about(state.ring.call).isOurs;
}
