import { z } from 'zod';

/** A page of a list as every v4 list gives it (OpenAPI). */
export type Page<T> = {
  readonly data: readonly T[];
  readonly page_info: {
    readonly current_page: number;
    readonly total_pages: number;
    readonly total_item_count: number;
    readonly page_item_count: number;
    readonly page_size: number;
    readonly next_page: number | null;
    readonly prev_page: number | null;
    readonly first_page: boolean;
    readonly last_page: boolean;
  };
};

/** What cannot be read is as if it were not said. */
const Asked = z.object({
  page: z.coerce.number().int().min(1).catch(1),
  per: z.coerce.number().int().min(1).max(100).catch(50),
});

export function paged<T>(rows: readonly T[], query: unknown): Page<T> {
  const { page, per } = Asked.parse(query ?? {});
  const data = rows.slice((page - 1) * per, page * per);
  const pages = Math.ceil(rows.length / per);
  return {
    data,
    page_info: {
      current_page: page,
      total_pages: pages,
      total_item_count: rows.length,
      page_item_count: data.length,
      page_size: per,
      next_page: page < pages ? page + 1 : null,
      prev_page: page > 1 ? page - 1 : null,
      first_page: page === 1,
      last_page: page >= pages,
    },
  };
}
