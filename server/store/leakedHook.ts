/** What a webhook's leaked key brought, as far as nothing of ButterflyMX's confirms it: marked as in doubt, unlearnt, and never thrown away. */
import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { LeakedHooks } from '../intake/leakedHooks.ts';
import type { GroupCommit } from './sqlite/groupCommit.ts';

const Count = z.object({ calls: z.number(), deliveries: z.number(), confirmed: z.number() });

/** A call that the vendor confirmed, or that its list has, is none of the thief's. */
const isConfirmed = `(c.confirmation = 'confirmed' or exists (select 1 from vendor_calls v
  where v.site = c.site and (v.call = c.call or v.guid = c.call)))`;
const ofLeak = 'c.site = :site and c.hook = :hook and c.received_at >= :since';
const ofHook = 'site = :site and hook = :hook';
/** A delivery that is not taken for a repeat any more keeps its word behind this one. */
const doubted = `'in doubt ' || seq || ' '`;

export function leakedHooks(database: DatabaseSync, commits: Pick<GroupCommit, 'write'>): LeakedHooks {
  const count = database.prepare(`select
    (select count(*) from calls c where ${ofLeak} and not ${isConfirmed}) as calls,
    (select count(*) from deliveries where ${ofHook} and received_at >= :since) as deliveries,
    (select count(*) from calls c where ${ofLeak} and ${isConfirmed}) as confirmed`);
  const marked = database.prepare(`select
    (select count(*) from calls where ${ofHook} and in_doubt = 1) as calls,
    (select count(*) from deliveries where ${ofHook} and dedupe like 'in doubt %') as deliveries, 0 as confirmed`);
  const mark = database.prepare(`update calls as c set in_doubt = 1 where ${ofLeak} and not ${isConfirmed}`);
  const unlearn = database.prepare(`delete from aliases where site = :site
    and call in (select call from calls where ${ofHook} and in_doubt = 1)`);
  const setAside = database.prepare(`update deliveries set dedupe = ${doubted} || dedupe
    where ${ofHook} and received_at >= :since and dedupe not like 'in doubt %'`);
  const putBack = database.prepare(`update or ignore deliveries set dedupe = substr(dedupe, length(${doubted}) + 1)
    where ${ofHook} and dedupe like 'in doubt %'`);
  const learn = database.prepare(`insert into aliases (site, alias, call)
    select site, 'id:' || json_extract(ring, '$.call.vendorId'), call from calls
    where ${ofHook} and in_doubt = 1 and json_extract(ring, '$.call.vendorId') is not null and call not like 'id:%'
    on conflict do nothing`);
  const clear = database.prepare(`update calls set in_doubt = 0 where ${ofHook} and in_doubt = 1`);

  return {
    count: (leak) => Count.parse(count.get(leak)),
    mark: (leak) =>
      commits.write(() => {
        const { hook, site } = leak;
        const counted = Count.parse(count.get(leak));
        mark.run(leak);
        unlearn.run({ hook, site });
        setAside.run(leak);
        return counted;
      }),
    unmark: ({ hook, site }) =>
      commits.write(() => {
        const counted = Count.parse(marked.get({ hook, site }));
        learn.run({ hook, site });
        putBack.run({ hook, site });
        clear.run({ hook, site });
        return counted;
      }),
  };
}
