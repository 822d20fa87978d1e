import type { Kysely } from 'kysely';

/** The facts with which a ring began lie in the row that begins it: rows of their own, under random guids, cost more pages than the call itself. */
export async function begunOfCall(lists: Kysely<unknown>): Promise<void> {
  await lists.schema.alterTable('calls').addColumn('begun', 'text').execute();
}
