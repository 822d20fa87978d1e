import { z } from 'zod';
import type { EpochMs, SiteId } from '../../../protocol/call.ts';
import { ok, type Result } from '../../../protocol/result.ts';
import type { AskVendor, VendorRefusal } from '../../butterflymx/rest.ts';
import { isoOf, writtenInstant } from '../../clock.ts';
import { cleanText } from '../../vendor/cleanText.ts';
import { CallNumber, statusOf, told, VendorId, VendorText } from '../../vendor/values.ts';

/** A call of the vendor's v4 list. */
export type ListedCall = {
  readonly number: CallNumber;
  /** By the vendor's clock. */
  readonly loggedAt: EpochMs;
  /** Null for some calls to the front desk (vendor's OpenAPI example). */
  readonly status: string | null;
  readonly device: number | null;
  readonly panel: string | null;
  readonly unitId: number | null;
  /** As it was listed, with its number as we read it. */
  readonly record: object;
};

/**
 * `isFiltered`: false when the answer held older calls than were asked for, because the API does not refuse a filter that it cannot read (live
 * capture). `unread`: how many records had no number or no time that could be read.
 */
export type Listing = { readonly calls: readonly ListedCall[]; readonly isFiltered: boolean; readonly unread: number };

export type Listed = {
  readonly site: SiteId;
  readonly building: number;
  readonly since: EpochMs;
  readonly deadline: AbortSignal;
};

const perPage = 100;
const mostPages = 20;
/** Enough for the newest calls; a list without a filter goes back for years. */
const mostUnfilteredPages = 3;
/** The filter has whole seconds. */
const slackMs = 1_000;

const PageReply = z.object({
  data: z.array(z.unknown()),
  page_info: told(z.object({ next_page: VendorId, total_pages: VendorId })),
});
const Named = told(z.object({ id: VendorId, name: VendorText }));
const Row = z.object({
  id: CallNumber,
  logged_at: VendorText,
  status: VendorText,
  device: Named,
  panel: Named,
  unit: told(z.object({ id: VendorId })),
});

type Page = {
  readonly calls: readonly ListedCall[];
  readonly unread: number;
  readonly next: number | null;
  readonly total: number;
};

/** The calls of a building since an instant, oldest first. Records that cannot be read are left out. Ends by the deadline; a page that fails fails the whole. */
export async function listCalls(ask: AskVendor, listed: Listed): Promise<Result<Listing, VendorRefusal>> {
  const first = await readPage(ask, listed, 1);
  if (!first.ok) return first;
  const isFiltered = first.value.calls.every(({ loggedAt }) => loggedAt >= listed.since - slackMs);
  const rest = isFiltered
    ? await following(ask, listed, first.value)
    : await newestUnfiltered(ask, listed, first.value);
  if (!rest.ok) return rest;
  const pages = [first.value, ...rest.value];
  const calls = pages.flatMap((page) => page.calls).filter(({ loggedAt }) => loggedAt >= listed.since - slackMs);
  const unread = pages.reduce((sum, page) => sum + page.unread, 0);
  return ok({ calls: calls.sort((one, other) => one.loggedAt - other.loggedAt), isFiltered, unread });
}

async function following(ask: AskVendor, listed: Listed, first: Page): Promise<Result<readonly Page[], VendorRefusal>> {
  const pages: Page[] = [];
  for (let next = first.next; next !== null && pages.length < mostPages; ) {
    const page = await readPage(ask, listed, next);
    if (!page.ok) return page;
    pages.push(page.value);
    next = page.value.next;
  }
  return ok(pages);
}

/** The order of the list is not documented: its newest calls are on its first pages or on its last. */
async function newestUnfiltered(
  ask: AskVendor,
  listed: Listed,
  first: Page,
): Promise<Result<readonly Page[], VendorRefusal>> {
  const [top, ...others] = first.calls;
  const isOldestFirst = top !== undefined && top.loggedAt < (others.at(-1)?.loggedAt ?? top.loggedAt);
  const { total } = first;
  const numbers = isOldestFirst ? [total, total - 1, total - 2] : [2, 3];
  const pages: Page[] = [];
  for (const number of numbers.slice(0, mostUnfilteredPages)) {
    const newest = (pages.at(-1) ?? first).calls;
    const isPast = newest.every(({ loggedAt }) => loggedAt < listed.since);
    if (number < 2 || number > total || (isPast && !(isOldestFirst && pages.length === 0))) break;
    const page = await readPage(ask, listed, number);
    if (!page.ok) return page;
    pages.push(page.value);
  }
  return ok(pages);
}

async function readPage(
  ask: AskVendor,
  { site, building, since, deadline }: Listed,
  number: number,
): Promise<Result<Page, VendorRefusal>> {
  const query = new URLSearchParams({
    'q[logged_at_gteq]': asVendorTime(since),
    page: String(number),
    per: String(perPage),
  });
  const path = `/v4/buildings/${building}/calls?${query}`;
  const answer = await ask({ site, as: 'administrator', method: 'GET', path, deadline });
  if (!answer.ok) return answer;
  const page = PageReply.safeParse(answer.value.body);
  if (page.success) return ok(readRows(page.data));
  return { ok: false, error: { kind: 'unreadable', status: null, says: null } };
}

/** The only form of a time that the filters read (live capture). */
export const asVendorTime = (at: EpochMs): string => `${isoOf(at).slice(0, 19).replace('T', ' ')} UTC`;

function readRows({ data, page_info }: z.infer<typeof PageReply>): Page {
  const calls = data.flatMap((record) => listedCall(record) ?? []);
  const unread = data.length - calls.length;
  return { calls, unread, next: page_info?.next_page ?? null, total: page_info?.total_pages ?? 1 };
}

function listedCall(record: unknown): ListedCall | null {
  const read = Row.safeParse(record);
  const loggedAt = read.success ? writtenInstant(read.data.logged_at) : null;
  if (!read.success || read.data.id === null || loggedAt === null) return null;
  const { id, status, device, panel, unit } = read.data;
  return {
    number: id,
    loggedAt,
    status: statusOf(status ?? '') || null,
    device: device?.id ?? null,
    panel: cleanText(panel?.name ?? device?.name),
    unitId: unit?.id ?? null,
    record: { ...Object(record), id },
  };
}
