import { randomBytes } from 'node:crypto';
import { type DeskId, SeatId, type SiteId } from '../../protocol/call.ts';
import { err, ok, type Result } from '../../protocol/result.ts';
import { type ConnectRefusal, SeatCredentials } from '../../protocol/seat.ts';
import { protocolVersions } from '../../protocol/version.ts';
import type { Seat } from './seats.ts';

/** The desk that a token belongs to; null when it belongs to none, or to a revoked one. */
export type FindDesk = (
  token: string,
) => { readonly id: DeskId; readonly name: string; readonly sites: readonly SiteId[] } | null;

/** Shown to a person by the page: what is wrong and what to do. */
export type Refusal = { readonly message: string; readonly data: ConnectRefusal };

/** Decides whether a page may be a seat. A page without a seat id of its own is given one. */
export function admit(auth: unknown, findDesk: FindDesk): Result<Seat, Refusal> {
  const credentials = SeatCredentials.safeParse(auth);
  if (!credentials.success)
    return err(
      refuse('bad-request', 'The page did not say who it is. Reload it; if that does not help, enrol this desk again.'),
    );
  const { token, protocol, seat } = credentials.data;
  if (protocol < protocolVersions.oldest || protocol > protocolVersions.newest) return err(wrongProtocol(protocol));
  const desk = findDesk(token);
  if (desk === null)
    return err(refuse('bad-token', 'This desk is not enrolled here any more. Ask the operator for a new code.'));
  return ok({
    desk: desk.id,
    name: desk.name,
    sites: desk.sites,
    protocol,
    seat: seat ?? SeatId.parse(randomBytes(12).toString('base64url')),
  });
}

function wrongProtocol(protocol: number): Refusal {
  const { oldest, newest } = protocolVersions;
  const advice =
    protocol > newest
      ? 'Update the relay, or use an older desk.'
      : 'Update this desk: reload the page, or install the newer one.';
  const message = `This desk speaks version ${protocol} of the connection, the relay speaks ${oldest} to ${newest}. ${advice}`;
  return { message, data: { because: 'wrong-protocol', oldest, newest } };
}

const refuse = (because: ConnectRefusal['because'], message: string): Refusal => ({ message, data: { because } });
