import { z } from 'zod';
import type { SiteId } from '../../protocol/call.ts';
import { err, ok, type Result } from '../../protocol/result.ts';
import { isoOf } from '../clock.ts';
import type { AccountRole } from '../ring/linked.ts';
import { told, VendorId } from '../vendor/values.ts';
import type { AskVendor, VendorRefusal } from './rest.ts';

/** A list of v4, read page by page until `next_page` is null (vendor's OpenAPI; live capture). */
export type ListWanted<T> = {
  readonly site: SiteId;
  readonly as: AccountRole;
  /** Below the API's address, without a query. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** One entry; entries of another shape, and null, are left out and counted. */
  readonly entry: z.ZodType<T | null>;
  readonly mostPages?: number;
  /** False stops before the next page: a filter that the API could not read is answered with the whole list (live capture). */
  readonly goOn?: (page: readonly T[]) => boolean;
  readonly deadline: AbortSignal;
};

const Page = z.object({
  data: z.array(z.unknown()),
  page_info: told(z.object({ next_page: VendorId })),
});
const perPage = 100;

export type EntriesRead<T> = { readonly entries: readonly T[]; readonly unread: number };

/** Every entry, at most 100 a page; an error of any page is the list's. */
export async function readList<T>(
  ask: AskVendor,
  wanted: ListWanted<T>,
): Promise<Result<EntriesRead<T>, VendorRefusal>> {
  const { site, as, path, query = {}, entry, mostPages = 20, goOn = () => true, deadline } = wanted;
  const found: T[] = [];
  let unread = 0;
  for (let page: number | null = 1, read = 0; page !== null && read < mostPages; read++) {
    const search = new URLSearchParams({ ...query, page: String(page), per: String(perPage) });
    const answer = await ask({ site, as, method: 'GET', path: `${path}?${search.toString()}`, deadline });
    if (!answer.ok) return answer;
    const parsed = Page.safeParse(answer.value.body);
    if (!parsed.success) return err({ kind: 'unreadable', status: 200, says: null });
    const entries = parsed.data.data.flatMap((item) => {
      const one = entry.safeParse(item);
      return one.success && one.data !== null ? [one.data] : [];
    });
    unread += parsed.data.data.length - entries.length;
    found.push(...entries);
    const next: number | null = parsed.data.page_info?.next_page ?? null;
    page = next !== null && next > page && goOn(entries) ? next : null;
  }
  return ok({ entries: found, unread });
}

/** The only form of a time that v4's filters are known to read (live capture); any other is ignored without a word. */
export const filterTime = (at: number): string => `${isoOf(at).slice(0, 19).replace('T', ' ')} UTC`;
