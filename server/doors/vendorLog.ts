import type { EpochMs, SiteId } from '../../protocol/call.ts';
import { filterTime, readList } from '../butterflymx/lists.ts';
import type { AskVendor } from '../butterflymx/rest.ts';
import type { OnListRead } from '../butterflymx/unreadRows.ts';
import { deadlineIn } from '../clock.ts';
import { DoorLog, entryOf } from './doorLog.ts';
import type { DoorEntry } from './entries.ts';

/** A building's entries since a time, as its administrator; null when they cannot be read. */
export async function listAccessLog(
  ask: AskVendor,
  {
    site,
    building,
    since,
    now,
    onListRead = () => {},
  }: {
    readonly site: SiteId;
    readonly building: number;
    readonly since: number;
    readonly now: EpochMs;
    readonly onListRead?: OnListRead;
  },
): Promise<readonly DoorEntry[] | null> {
  const isYoung = (entry: DoorEntry) => entry.loggedAt >= since;
  const entry = DoorLog.transform((log) => entryOf(log, now));
  const listed = await readList(ask, {
    site,
    as: 'administrator',
    path: `/v4/buildings/${building}/access_logs`,
    query: { 'q[logged_at_gteq]': filterTime(since) },
    entry,
    mostPages: 10,
    goOn: (page) => page.some(isYoung),
    deadline: deadlineIn(8_000),
  });
  if (!listed.ok) return null;
  onListRead({ site, list: 'door log', unread: listed.value.unread });
  return listed.value.entries.filter(isYoung);
}
