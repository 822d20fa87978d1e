/** What a webhook's leaked key brought, as far as nothing of ButterflyMX's confirms it: marked as in doubt, unlearnt, and never thrown away. */
import { z } from 'zod';
import { CallId } from '../../protocol/call.ts';
import type { Leak, LeakedHooks } from '../intake/leakedHooks.ts';
import { aliasesOf } from '../ring/identity.ts';
import { Ring } from '../ring/state.ts';
import type { Database, Statements } from './database.ts';
import { readable } from './readable.ts';

const Count = z.object({ calls: z.number(), deliveries: z.number(), confirmed: z.number() });

/** A call that the vendor confirmed, or that its list has, is none of the thief's. */
const isConfirmed = `(c.confirmation = 'confirmed' or exists (select 1 from vendor_calls v
  where v.site = c.site and (v.call = c.call or v.guid = c.call)))`;
const ofLeak = 'c.site = :site and c.hook = :hook and c.received_at >= :since';
const ofHook = 'site = :site and hook = :hook';
/** A delivery that is not taken for a repeat any more keeps its word behind this one. */
const doubted = `'in doubt ' || seq || ' '`;
const undoubted = `substr(dedupe, length(${doubted}) + 1)`;

const count = `select
  (select count(*) from calls c where ${ofLeak} and not ${isConfirmed}) as calls,
  (select count(*) from deliveries where ${ofHook} and received_at >= :since) as deliveries,
  (select count(*) from calls c where ${ofLeak} and ${isConfirmed}) as confirmed`;
const marked = `select
  (select count(*) from calls where ${ofHook} and in_doubt = 1) as calls,
  (select count(*) from deliveries where ${ofHook} and dedupe like 'in doubt %') as deliveries, 0 as confirmed`;
const mark = `update calls as c set in_doubt = 1 where ${ofLeak} and not ${isConfirmed}`;
const unlearn = `delete from aliases where site = :site
  and call in (select call from calls where ${ofHook} and in_doubt = 1)`;
const setAside = `update deliveries set dedupe = ${doubted} || dedupe
  where ${ofHook} and received_at >= :since and dedupe not like 'in doubt %'`;
/** One whose word came anew meanwhile stays as it is. */
const putBack = `update deliveries set dedupe = ${undoubted}
  where ${ofHook} and dedupe like 'in doubt %' and seq in (
    select min(seq) from deliveries where ${ofHook} and dedupe like 'in doubt %' group by ${undoubted})
  and not exists (select 1 from deliveries as other where other.site = :site
    and other.dedupe = substr(deliveries.dedupe, length('in doubt ' || deliveries.seq || ' ') + 1))`;
const doubtful = `select call, ring from calls where ${ofHook} and in_doubt = 1`;
const learn = 'insert into aliases (site, alias, call) values (:site, :alias, :call) on conflict do nothing';
const clear = `update calls set in_doubt = 0 where ${ofHook} and in_doubt = 1`;

const Doubtful = z.object({ call: CallId, ring: z.string().transform((text) => Ring.parse(JSON.parse(text))) });

export function leakedHooks({ get, write }: Database): LeakedHooks {
  const counted = async (read: Statements['get'], leak: Leak) => Count.parse(await read(count, leak));
  return {
    count: (leak) => counted(get, leak),
    mark: (leak) =>
      write(async (sql) => {
        const { hook, site } = leak;
        const found = await counted(sql.get, leak);
        await sql.run(mark, leak);
        await sql.run(unlearn, { hook, site });
        await sql.run(setAside, leak);
        return found;
      }),
    unmark: ({ hook, site }) =>
      write(async (sql) => {
        const found = Count.parse(await sql.get(marked, { hook, site }));
        for (const { call, ring } of readable(
          await sql.all(doubtful, { hook, site }),
          (row) => Doubtful.parse(row),
          () => {},
        ))
          for (const alias of aliasesOf({ ...ring.call, guid: null, wordless: null }))
            if (alias.startsWith('id:') && !call.startsWith('id:')) await sql.run(learn, { site, alias, call });
        await sql.run(putBack, { hook, site });
        await sql.run(clear, { hook, site });
        return found;
      }),
  };
}
