import { type Kysely, sql } from 'kysely';
import type { Database } from '../database.ts';

/** A call's panel, and whether it could be understood, in columns of their own: what is asked of many calls is not read out of their text. */
export async function panelOfCall(lists: Kysely<unknown>, engine: Database['engine']): Promise<void> {
  /** SQLite's strict tables know one word for every integer. */
  const integer = engine === 'sqlite' ? 'integer' : 'bigint';
  await lists.schema.alterTable('calls').addColumn('panel_id', integer).execute();
  await lists.schema
    .alterTable('calls')
    .addColumn('unreadable', integer, (column) => column.notNull().defaultTo(0))
    .execute();
  if (engine === 'sqlite')
    await sql`update calls set panel_id = json_extract(ring, '$.call.panelId'),
      unreadable = coalesce(json_extract(ring, '$.call.unreadable'), 0) where json_valid(ring)`.execute(lists);
}
