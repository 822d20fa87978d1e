import { EpochMs } from '../../../protocol/call.ts';
import type { Knock } from '../../../server/walls/wall.ts';

type Given = Partial<Omit<Knock, 'raw' | 'at'>> & { readonly raw?: string | Uint8Array; readonly at?: number };

/** A delivery at a wall, as Node and Fastify tell of it; `at` in milliseconds since 1970. */
export const aKnock = ({ raw = '{"guid":"call-0001"}', at = 1_700_000_000_000, ...given }: Given = {}): Knock => ({
  address: '203.0.113.9',
  headers: {},
  raw: typeof raw === 'string' ? new TextEncoder().encode(raw) : raw,
  at: EpochMs.parse(at),
  ...given,
});
