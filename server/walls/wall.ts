import type { IncomingHttpHeaders } from 'node:http';
import type { EpochMs } from '../../protocol/call.ts';
import type { WallMode, WallRule } from '../../protocol/wall.ts';

/** A delivery at the walls of its hook: who sent it, and what exactly came. */
export type Knock = {
  /** As the trusted proxies tell it; the other end of the connection where none is trusted. */
  readonly address: string;
  readonly headers: IncomingHttpHeaders;
  /** The bytes as they came, before anything is unpacked or decoded: signatures are over these. */
  readonly raw: Uint8Array;
  readonly at: EpochMs;
};

/** True for a delivery that may pass. Decides by the knock alone. */
export type Check = (knock: Knock) => boolean;

/** A wall that stands now. `check` is null when its secret cannot be opened: then nobody knows who may pass. */
export type StandingWall = {
  readonly wall: string;
  readonly kind: WallRule['kind'] | 'configured';
  readonly mode: WallMode;
  readonly check: Check | null;
};

/** The value of a header as the bytes that were sent; null when it was not sent. Node reads headers as Latin-1. */
export function sentIn(headers: IncomingHttpHeaders, name: string): Buffer | null {
  const value = headers[name];
  return value === undefined ? null : Buffer.from(Array.isArray(value) ? value.join(', ') : value, 'latin1');
}
