import { CallId } from '../../protocol/call.ts';
import type { CallFacts } from './state.ts';

/** The word by which a call is known from its first delivery on: the guid, or `id:` with its number while only that is told. */
export const callNamed = ({ guid, vendorId }: Pick<CallFacts, 'guid' | 'vendorId'>): CallId =>
  CallId.parse(guid ?? `id:${vendorId}`);
