import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { EpochMs, SiteId } from '../../../protocol/call.ts';
import { err, ok } from '../../../protocol/result.ts';
import { vendorDoors } from '../../../server/butterflymx/doors.ts';
import type { AskVendor, VendorRefusal, VendorRequest } from '../../../server/butterflymx/rest.ts';
import { listAccessLog } from '../../../server/doors/vendorLog.ts';

const site = SiteId.parse('demo');
const vector = (name: string): unknown =>
  JSON.parse(readFileSync(join(import.meta.dirname, '../../vectors', name), 'utf8'));

/** Answers each path by what it begins with, and keeps what it was asked. */
function aVendor(answers: Readonly<Record<string, unknown>>, refusal?: Partial<VendorRefusal>) {
  const asked: VendorRequest[] = [];
  const ask: AskVendor = async (request) => {
    asked.push(request);
    if (refusal !== undefined) return err({ kind: 'refused', status: null, says: null, ...refusal });
    const found = Object.entries(answers).find(([path]) => request.path.startsWith(path));
    return ok({ body: found?.[1] ?? null, apiUrl: 'https://vendor.invalid', account: 'a' });
  };
  return { ask, asked };
}

describe('doors as the vendor’s samples have them', () => {
  test('access points and devices are read, of this building only', async () => {
    const { ask } = aVendor({
      '/v4/access_points': vector('api-v4-access-point-list.response.json'),
      '/v4/devices': vector('api-v4-device-list.response.json'),
    });
    expect(await vendorDoors(ask).list(site, 61200)).toEqual(
      ok({
        accessPoints: [{ id: 33018, name: 'North Door', devices: [88310] }],
        devices: [
          { id: 88310, name: 'North Lobby', type: 'panel' },
          { id: 88311, name: 'Concierge Desk', type: 'front_desk_station' },
        ],
      }),
    );
    expect(await vendorDoors(ask).list(site, 61201)).toEqual(ok({ accessPoints: [], devices: [] }));
  });

  test.each([
    ['access-point', { accessPoint: 33018 }],
    ['device', { device: 88310 }],
  ] as const)(
    'a release by %s is the sample’s request, in plain JSON, and its answer is accepted',
    async (name, opening) => {
      const { ask, asked } = aVendor({ '/v4/door_release_requests': vector('api-v4-door-release.response.json') });
      expect(await vendorDoors(ask).release(site, 7340021, opening, null)).toBe('accepted');
      expect(asked).toMatchObject([
        {
          method: 'POST',
          as: 'administrator',
          contentType: 'application/json',
          body: vector(`api-v4-door-release.request-${name}.json`),
        },
      ]);
    },
  );

  test('the own door is opened by the sample’s notification, as the called account', async () => {
    const { ask, asked } = aVendor({});
    const guid = '7c1e4f0a-52b6-4d0e-9a3f-0d6b1f2e8c11';
    expect(await vendorDoors(ask).openOwn({ site, guid, panelId: 40217, userId: null, unitId: null })).toBe('accepted');
    expect(asked).toMatchObject([{ as: 'called', body: vector('api-v3-notification.request-open-door.json') }]);
  });
});

describe('what became of a release', () => {
  test.each([
    [{ kind: 'slow' }, 'unknown'],
    [{ kind: 'unwell', status: 500 }, 'unknown'],
    [{ kind: 'unreadable', status: 200 }, 'unknown'],
    [{ kind: 'refused', status: 429 }, 'refused'],
    [{ kind: 'refused', status: 401 }, 'refused'],
    [{ kind: 'gone', status: 404 }, 'refused'],
  ] as const)('%o is %s, and nothing is asked again', async (refusal, release) => {
    const { ask, asked } = aVendor({}, refusal);
    expect(await vendorDoors(ask).release(site, 1, { accessPoint: 2 }, null)).toBe(release);
    expect(asked).toHaveLength(1);
  });

  test('without an administrator the called account speaks, since nothing was sent', async () => {
    const { ask, asked } = aVendor({}, { kind: 'no-account' });
    expect(await vendorDoors(ask).release(site, 1, { accessPoint: 2 }, null)).toBe('no-account');
    expect(asked.map(({ as }) => as)).toEqual(['administrator', 'called']);
  });
});

describe('the list of the access log', () => {
  const sample = vector('api-v4-access-log-list.response.json');
  const now = EpochMs.parse(Date.parse('2026-03-14T16:00:00Z'));
  const read = (ask: AskVendor, since: string) =>
    listAccessLog(ask, { site, building: 61200, since: Date.parse(since), now });

  test('is asked with a time in the vendor’s form, and read without names and pictures', async () => {
    const { ask, asked } = aVendor({ '/v4/buildings/61200/access_logs': sample });
    const entries = await read(ask, '2026-03-14T10:00:00Z');
    expect(new URLSearchParams(asked[0]?.path.split('?')[1]).get('q[logged_at_gteq]')).toBe('2026-03-14 10:00:00 UTC');
    expect(entries?.map(({ entry, entryMethod, releaseStatus }) => [entry, entryMethod, releaseStatus])).toEqual([
      [410077301, 'Swipe to open', 'Unlocked'],
      [410077290, 'Remote Doorman', 'Unlocked'],
      [410077280, null, 'Locked'],
    ]);
    expect(JSON.stringify(entries)).not.toMatch(/Haddad|Courier|jpeg/);
  });

  test('an answer that took no notice of the filter gives the young entries and is not paged to its end', async () => {
    const { data } = z.object({ data: z.array(z.unknown()) }).parse(sample);
    const endless = { data, page_info: { next_page: 2 } };
    const { ask, asked } = aVendor({ '/v4/buildings/61200/access_logs': endless });
    expect(await read(ask, '2026-03-14T15:30:00Z')).toEqual([]);
    expect(asked).toHaveLength(1);
    expect((await read(ask, '2026-03-14T15:00:00Z'))?.map(({ entry }) => entry)).toContain(410077301);
  });
});
