import { z } from 'zod';
import { NewInvite } from '../protocol/admin.ts';

/** Asks the operator's API of a relay. */
type Ask = (method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown) => Promise<unknown>;

const dayMinutes = 1_440;
const Open = z.array(z.object({ id: z.string() }));

/** Makes the one invitation that is open: each start of the demo prints a new code, and the last one's, in an old terminal, is good no more. */
export async function onlyInvite(ask: Ask, site: string): Promise<NewInvite> {
  for (const { id } of Open.parse(await ask('GET', '/api/invites'))) await ask('DELETE', `/api/invites/${id}`);
  return NewInvite.parse(await ask('POST', '/api/invites', { sites: [site], name: 'Front desk', minutes: dayMinutes }));
}
