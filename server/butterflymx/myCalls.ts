import { z } from 'zod';
import type { SiteId } from '../../protocol/call.ts';
import type { VendorFailure } from '../../protocol/fact.ts';
import { err, ok, type Result } from '../../protocol/result.ts';
import { CallNumber, Guid, told } from '../vendor/values.ts';
import type { CalledAt } from './calledAccounts.ts';
import { speakersOf } from './confirmCall.ts';
import type { AskVendor } from './rest.ts';
import type { OnListRead } from './unreadRows.ts';

/** A call in an account's own list: the one place where the vendor tells number and guid together. */
export type NumberedCall = { readonly number: CallNumber; readonly guid: string };

const MyCallsReply = z.object({
  data: z.array(told(z.object({ id: CallNumber, attributes: z.object({ guid: Guid }) }))),
});

export type MyCallsParts = { readonly ask: AskVendor; readonly onListRead: OnListRead };

/** One account's newest calls, as `GET /v3/me/calls` lists them; the account that speaks at the site where none is named. */
export async function myCalls(
  { ask, onListRead }: MyCallsParts,
  from: { readonly site: SiteId; readonly account?: string; readonly deadline: AbortSignal },
): Promise<Result<readonly NumberedCall[], VendorFailure>> {
  const answer = await ask({ ...from, as: 'called', method: 'GET', path: '/v3/me/calls' });
  if (!answer.ok) return err(answer.error.kind);
  const read = MyCallsReply.safeParse(answer.value.body);
  if (!read.success) return err('unreadable');
  const rows = read.data.data;
  const calls = rows.flatMap((row): readonly NumberedCall[] =>
    row === null || row.id === null ? [] : [{ number: row.id, guid: row.attributes.guid }],
  );
  onListRead({ site: from.site, list: 'own calls', unread: rows.length - calls.length });
  return ok(calls);
}

/** The newest calls of every account that may be called at a site. One that does not answer, or cannot, fails the whole: its calls would be missing. */
export async function newestCalls(
  parts: MyCallsParts,
  calledAt: CalledAt,
  from: { readonly site: SiteId; readonly deadline: AbortSignal },
): Promise<Result<readonly NumberedCall[], VendorFailure>> {
  const accounts = calledAt(from.site);
  const speakers = speakersOf(accounts);
  if (accounts.length === 0 || speakers.length < accounts.length) return err('no-account');
  const lists = await Promise.all(speakers.map((account) => myCalls(parts, { ...from, account })));
  const failed = lists.find((list) => !list.ok);
  return failed ?? ok(lists.flatMap((list) => (list.ok ? list.value : [])));
}
