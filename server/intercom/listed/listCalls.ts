import { z } from 'zod';
import { EpochMs, type SiteId } from '../../../protocol/call.ts';
import { ok, type Result } from '../../../protocol/result.ts';
import { epochOf, isoOf } from '../../clock.ts';
import { deliveryOf } from '../../intake/listed.ts';
import { parse } from '../../intake/parse.ts';
import type { AskVendor, VendorRefusal } from '../rest.ts';

/** A call of the vendor's v4 list. */
export type ListedCall = {
  readonly number: number;
  /** By the vendor's clock. */
  readonly loggedAt: EpochMs;
  /** Null for some calls to the front desk (vendor's OpenAPI example). */
  readonly status: string | null;
  readonly device: number | null;
  readonly panel: string | null;
  readonly unitId: number | null;
  /** As it was listed. */
  readonly record: object;
};

/** `isFiltered`: false when the answer held older calls than were asked for, because the API does not refuse a filter that it cannot read (live capture). */
export type Listing = { readonly calls: readonly ListedCall[]; readonly isFiltered: boolean };

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

const Page = z.object({
  data: z.array(z.unknown()).max(1_000),
  page_info: z
    .object({ next_page: z.int().nullable().catch(null), total_pages: z.int().nullable().catch(null) })
    .catch({ next_page: null, total_pages: null }),
});
type Page = z.infer<typeof Page>;
const Dated = z.looseObject({ id: z.int().nonnegative(), logged_at: z.iso.datetime({ offset: true }) });

/** The calls of a building since an instant, oldest first. Records that cannot be read are left out. Ends by the deadline; a page that fails fails the whole. */
export async function listCalls(ask: AskVendor, listed: Listed): Promise<Result<Listing, VendorRefusal>> {
  const first = await readPage(ask, listed, 1);
  if (!first.ok) return first;
  const isFiltered = callsIn(first.value).every(({ loggedAt }) => loggedAt >= listed.since - slackMs);
  const rest = isFiltered
    ? await following(ask, listed, first.value)
    : await newestUnfiltered(ask, listed, first.value);
  if (!rest.ok) return rest;
  const calls = [first.value, ...rest.value]
    .flatMap(callsIn)
    .filter(({ loggedAt }) => loggedAt >= listed.since - slackMs);
  return ok({ calls: calls.sort((one, other) => one.loggedAt - other.loggedAt), isFiltered });
}

async function following(ask: AskVendor, listed: Listed, first: Page): Promise<Result<readonly Page[], VendorRefusal>> {
  const pages: Page[] = [];
  for (let next = first.page_info.next_page; next !== null && pages.length < mostPages; ) {
    const page = await readPage(ask, listed, next);
    if (!page.ok) return page;
    pages.push(page.value);
    next = page.value.page_info.next_page;
  }
  return ok(pages);
}

/** The order of the list is not documented: its newest calls are on its first pages or on its last. */
async function newestUnfiltered(
  ask: AskVendor,
  listed: Listed,
  first: Page,
): Promise<Result<readonly Page[], VendorRefusal>> {
  const [top, ...others] = callsIn(first);
  const isOldestFirst = top !== undefined && top.loggedAt < (others.at(-1)?.loggedAt ?? top.loggedAt);
  const total = first.page_info.total_pages ?? 1;
  const numbers = isOldestFirst ? [total, total - 1, total - 2] : [2, 3];
  const pages: Page[] = [];
  for (const number of numbers.slice(0, mostUnfilteredPages)) {
    const newest = callsIn(pages.at(-1) ?? first);
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
  const page = Page.safeParse(answer.value.body);
  if (page.success) return ok(page.data);
  return { ok: false, error: { kind: 'unreadable', status: null, says: null } };
}

/** The only form of a time that the filters read (live capture). */
export const asVendorTime = (at: EpochMs): string => `${isoOf(at).slice(0, 19).replace('T', ' ')} UTC`;

const callsIn = (page: Page): readonly ListedCall[] => page.data.flatMap((record) => listedCall(record) ?? []);

/** Read as a delivery of the same record would be. */
function listedCall(record: unknown): ListedCall | null {
  const dated = Dated.safeParse(record);
  if (!dated.success) return null;
  const parsed = parse(deliveryOf(dated.data, null));
  if (!parsed.ok || parsed.value.shape !== 'envelope-call') return null;
  const { device, panel, unit, status } = parsed.value.body;
  return {
    number: dated.data.id,
    loggedAt: EpochMs.parse(Math.max(0, epochOf(dated.data.logged_at))),
    status,
    device: device?.id ?? null,
    panel: panel?.name ?? device?.name ?? null,
    unitId: unit?.id ?? null,
    record: dated.data,
  };
}
