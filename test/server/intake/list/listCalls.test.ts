import { expect, test } from 'vitest';
import type { AskVendor } from '../../../../server/butterflymx/rest.ts';
import { epochOf } from '../../../../server/clock.ts';
import { listCalls } from '../../../../server/intake/list/listCalls.ts';
import { site } from '../../../builders/ring.ts';
import { vector } from '../../../harness/vector.ts';

/** The list over a vendor that answers each page as told. */
async function listed(since: string, pageOf: (page: number) => unknown) {
  const asked: URL[] = [];
  const ask: AskVendor = async ({ path }) => {
    const url = new URL(path, 'http://vendor.example');
    asked.push(url);
    return { ok: true, value: { body: pageOf(Number(url.searchParams.get('page'))), apiUrl: '', account: 'a' } };
  };
  const listing = await listCalls(ask, {
    site,
    building: 61_200,
    since: epochOf(since),
    deadline: AbortSignal.timeout(1_000),
  });
  return {
    asked,
    pages: asked.map((url) => Number(url.searchParams.get('page'))),
    isFiltered: listing.ok ? listing.value.isFiltered : null,
    numbers: listing.ok ? listing.value.calls.map(({ number }) => number) : null,
    calls: listing.ok ? listing.value.calls : [],
  };
}

const record = (id: number, logged_at: string) => ({ id, logged_at, status: null, device: null, unit: null });
const page = (records: readonly object[], next: number | null, total: number) => ({
  data: records,
  page_info: { next_page: next, total_pages: total },
});

test('a recorded page is read: number, time, status, panel, unit; oldest first', async () => {
  const { calls, isFiltered, asked } = await listed('2026-03-14T13:00:00Z', () => vector('api-v4-call-list.response'));
  expect(isFiltered).toBe(true);
  expect(calls.map(({ number, status, unitId, panel }) => [number, status, unitId, panel])).toEqual([
    [981_200_402, 'timeout_online_signal', 2_203_345, 'North Lobby'],
    [981_200_410, null, null, 'North Lobby'],
    [981_200_417, 'initializing', 2_203_345, 'North Lobby'],
  ]);
  expect(asked.map(({ pathname, searchParams }) => [pathname, searchParams.get('q[logged_at_gteq]')])).toEqual([
    ['/v4/buildings/61200/calls', '2026-03-14 13:00:00 UTC'],
  ]);
});

test('all pages of a filtered list are read', async () => {
  const { numbers, pages } = await listed('2026-03-14T13:00:00Z', (number) =>
    page([record(10 - number, `2026-03-14T1${8 - number}:00:00Z`)], number < 3 ? number + 1 : null, 3),
  );
  expect(pages).toEqual([1, 2, 3]);
  expect(numbers).toEqual([7, 8, 9]);
});

test('an answer with older calls than were asked for is known as unfiltered, and only its newest pages are read', async () => {
  const newestFirst = await listed('2026-03-14T13:00:00Z', (number) =>
    page(
      number === 1
        ? [record(9, '2026-03-14T14:00:00Z'), record(5, '2026-03-01T00:00:00Z')]
        : [record(4, '2026-02-01T00:00:00Z')],
      number + 1,
      500,
    ),
  );
  expect(newestFirst).toMatchObject({ isFiltered: false, numbers: [9] });
  expect(newestFirst.pages.length).toBeLessThanOrEqual(3);
});

test('where an unfiltered list begins with its oldest, its last pages are read', async () => {
  const oldestFirst = await listed('2026-03-14T13:00:00Z', (number) =>
    page(
      number === 1
        ? [record(1, '2020-01-01T00:00:00Z'), record(2, '2020-01-02T00:00:00Z')]
        : [record(number, `2026-03-14T${number === 500 ? '14' : '12'}:00:00Z`)],
      number + 1,
      500,
    ),
  );
  expect(oldestFirst).toMatchObject({ isFiltered: false, numbers: [500], pages: [1, 500, 499] });
});

test('a record that cannot be read is left out, and what is no list is unreadable', async () => {
  const since = '2026-03-14T13:00:00Z';
  expect((await listed(since, () => page([{ id: 'x' }, record(1, '2026-03-14T14:00:00Z')], null, 1))).numbers).toEqual([
    1,
  ]);
  expect((await listed(since, () => ({ data: 'no list' }))).numbers).toBeNull();
});
