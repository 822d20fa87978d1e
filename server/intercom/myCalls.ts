import { z } from 'zod';
import type { SiteId } from '../../protocol/call.ts';
import { err, ok, type Result } from '../../protocol/result.ts';
import type { VendorFailure } from '../ring/ports.ts';
import type { CalledAt } from './calledAccounts.ts';
import { speakersOf } from './confirmCall.ts';
import type { AskVendor } from './rest.ts';

/** A call in an account's own list: the one place where the vendor tells number and guid together. */
export type NumberedCall = { readonly number: number; readonly guid: string };

const MyCallsReply = z.object({
  data: z.array(
    z
      .object({ id: z.coerce.number().int(), attributes: z.object({ guid: z.string() }) })
      .nullable()
      .catch(null),
  ),
});

/** One account's newest calls, as `GET /v3/me/calls` lists them; the account that speaks at the site where none is named. */
export async function myCalls(
  ask: AskVendor,
  from: { readonly site: SiteId; readonly account?: string; readonly deadline: AbortSignal },
): Promise<Result<readonly NumberedCall[], VendorFailure>> {
  const answer = await ask({ ...from, as: 'called', method: 'GET', path: '/v3/me/calls' });
  if (!answer.ok) return err(answer.error.kind);
  const read = MyCallsReply.safeParse(answer.value.body);
  if (!read.success) return err('unreadable');
  const calls = read.data.data.filter((call) => call !== null);
  return ok(calls.map(({ id, attributes }) => ({ number: id, guid: attributes.guid })));
}

/** The newest calls of every account that may be called at a site. One that does not answer, or cannot, fails the whole: its calls would be missing. */
export async function newestCalls(
  ask: AskVendor,
  calledAt: CalledAt,
  from: { readonly site: SiteId; readonly deadline: AbortSignal },
): Promise<Result<readonly NumberedCall[], VendorFailure>> {
  const accounts = calledAt(from.site);
  const speakers = speakersOf(accounts);
  if (accounts.length === 0 || speakers.length < accounts.length) return err('no-account');
  const lists = await Promise.all(speakers.map((account) => myCalls(ask, { ...from, account })));
  const failed = lists.find((list) => !list.ok);
  return failed ?? ok(lists.flatMap((list) => (list.ok ? list.value : [])));
}
