/** Calls that did not ring, as far as their sites let them be kept. */
import { CallLine } from '../../protocol/admin.ts';
import { type CallId, EpochMs } from '../../protocol/call.ts';
import type { DeliveryFact } from '../../protocol/fact.ts';
import type { TimedFact } from '../ring/archive.ts';
import { panelName } from '../ring/panelName.ts';
import type { Database } from './database.ts';
import type { OtherCallsTable } from './tables.ts';

/** As an operator's list has it, and the fact that says why it did not ring. */
export type OtherLine = { readonly line: CallLine; readonly why: TimedFact };

export type OtherCalls = {
  /** The newest of one site; of a site that keeps nothing, none. */
  readonly newest: (
    site: string,
    wanted: { readonly since: number; readonly limit: number },
  ) => Promise<readonly CallLine[]>;
  /** Null when no such call came. Where nothing may be kept, only that it did. */
  readonly find: (call: CallId) => Promise<OtherLine | null>;
};

export function otherCalls({ lists }: Pick<Database, 'lists'>): OtherCalls {
  const allSites = lists.selectFrom('sites').select('id');
  return {
    newest: async (site, { since, limit }) => {
      const query = lists
        .selectFrom('other_calls')
        .selectAll()
        .where('site', '=', site)
        .where('received_at', '>=', since);
      return (await query.orderBy('received_at', 'desc').limit(limit).execute()).map(lineOf);
    },
    find: async (call) => {
      const row = await lists
        .selectFrom('other_calls')
        .selectAll()
        .where('site', 'in', allSites)
        .where('call', '=', call)
        .orderBy('received_at', 'desc')
        .executeTakeFirst();
      if (row !== undefined)
        return { line: lineOf(row), why: factOf(row, row.why === 'unit-not-named' ? row.why : 'front-desk-only') };
      const delivery = await lists
        .selectFrom('deliveries')
        .select(['site', 'received_at'])
        .where('site', 'in', allSites)
        .where('dedupe', 'in', [`call guid:${call}`, `call ${call}`])
        .where('kind', '=', 'other')
        .executeTakeFirst();
      if (delivery === undefined) return null;
      const bare = { ...delivery, call, panel: 'A call of which nothing is kept', unit: null, resident: null, why: '' };
      return { line: lineOf(bare), why: factOf(bare, 'nothing-kept') };
    },
  };
}

const lineOf = (row: OtherCallsTable): CallLine =>
  CallLine.parse({
    id: row.call,
    site: row.site,
    panel: panelName({ panel: row.panel, unreadable: false }),
    unit: row.unit,
    recipient: { kind: 'resident', name: row.resident },
    phase: 'ended',
    reason: 'not-rung',
    receivedAt: row.received_at,
    endedAt: row.received_at,
    by: null,
    snapshot: null,
  });

type NotRung = Extract<DeliveryFact, { readonly what: 'not-rung' }>;

const factOf = ({ received_at, unit }: OtherCallsTable, because: NotRung['because']): TimedFact => ({
  at: EpochMs.parse(received_at),
  fact: { what: 'not-rung', unit, because },
});
