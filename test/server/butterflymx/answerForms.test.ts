/** Answers and lists whose fields come in another form than in the samples: no null and no odd field refuses what is around it. */
import { describe, expect, test } from 'vitest';
import { DeskId, EpochMs, SiteId } from '../../../protocol/call.ts';
import type { Accounts } from '../../../server/butterflymx/account.ts';
import { whoIs } from '../../../server/butterflymx/accounts/fetchIdentity.ts';
import { readCallStatus } from '../../../server/butterflymx/callStatus.ts';
import { vendorDoors } from '../../../server/butterflymx/doors.ts';
import { notificationOf, vendorCalls } from '../../../server/butterflymx/intercom.ts';
import { restClient } from '../../../server/butterflymx/rest.ts';
import type { ListRead } from '../../../server/butterflymx/unreadRows.ts';
import { listAccessLog } from '../../../server/doors/vendorLog.ts';
import { listCalls } from '../../../server/intake/list/listCalls.ts';
import type { VendorCall } from '../../../server/ring/ports.ts';
import { vector } from '../../harness/vector.ts';

const site = SiteId.parse('demo');
const call: VendorCall = { site, guid: 'guid-1', panelId: null, userId: null, unitId: null };
const soon = () => AbortSignal.timeout(5_000);

/** The relay's client over a vendor that answers each path with this text, and what it told of rows that it could not read. */
function over(answers: Readonly<Record<string, unknown>>) {
  const unread: string[] = [];
  const accounts: Accounts = {
    bearer: async () => ({ ok: true, value: { account: 'a', apiUrl: 'http://vendor.example', token: 'x' } }),
    renewed: async () => ({ ok: false, error: 'refused' }),
  };
  const fetchLike: typeof fetch = async (address) => {
    const answer = answers[new URL(String(address)).pathname];
    return new Response(typeof answer === 'string' ? answer : JSON.stringify(answer));
  };
  const onListRead = ({ list, unread: rows }: ListRead) => void unread.push(`${rows} of ${list}`);
  return { ask: restClient({ accounts, now: () => 0, fetchLike }), onListRead, unread };
}

describe('a media token', () => {
  const granted = (tokens: unknown) =>
    vendorCalls(over({ '/v3/me/calls/guid-1/token': tokens }).ask).mediaToken(call, DeskId.parse('desk-1'), soon());

  test('is taken beside a provider that has none', async () => {
    const twilio = { ok: true, value: { provider: 'twilio', room: 'guid-1', token: 'ey.fake.jwt' } };
    expect(await granted(vector('vendor-answer-token-null'))).toEqual(twilio);
    expect(await granted({ tokens: { internal: 17, Twilio: 'ey.fake.jwt' } })).toEqual(twilio);
  });

  test('that is null everywhere is none', async () => {
    expect(await granted({ tokens: { twilio: null } })).toEqual({ ok: false, error: 'unreadable' });
    expect(await granted({ tokens: { twilio: null, internal: 'x' } })).toEqual({
      ok: false,
      error: 'provider-unsupported',
    });
  });
});

describe('a status', () => {
  const status = (attributes: object, included: unknown) => readCallStatus({ data: { attributes }, included });

  test('tells its panel by a number as text', () => {
    expect(readCallStatus(vector('vendor-answer-status-panel-as-text'))).toMatchObject({
      status: 'initializing',
      panelId: 40_217,
      panelName: 'North Lobby',
      provider: 'twilio',
    });
  });

  test.each([
    [null],
    [{}],
    ['none'],
    [[null]],
    [[{ attributes: { panel_id: {}, panel_name: [], provider: null, medium_url: 7 } }]],
  ])('stands where the call beside it is told as %j', (included) => {
    expect(status({ status: 'initializing' }, included)).toEqual({
      status: 'initializing',
      panelId: null,
      panelName: null,
      provider: null,
      pictureUrl: null,
    });
  });

  test('is read past what is null, with a label as a number and the smaller picture', () => {
    const about = { panel_id: '9007199254740993', panel_name: 7, provider: 'Twilio', thumb_url: 'https://p.example/t' };
    expect(status({ status: 'CANCELLED' }, [null, { attributes: about }])).toEqual({
      status: 'canceled',
      panelId: null,
      panelName: '7',
      provider: 'twilio',
      pictureUrl: 'https://p.example/t',
    });
  });

  test.each([[null], [''], [7], [undefined]])('of %j is none', (word) => {
    expect(status({ status: word }, [])).toBeNull();
  });
});

test('a notice names no panel where none is known', () => {
  expect(notificationOf('call_ended', call)).toEqual({
    data: { type: 'notifications', attributes: { call_guid: 'guid-1' } },
  });
});

test('an account’s own calls are read row by row, their numbers whole however long', async () => {
  const row = (id: string, guid: string) => `{"id":${id},"attributes":{"guid":${guid}}}`;
  const rows = [
    row('"7"', '"guid-7"'),
    row('9007199254740993', '"guid-8"'),
    row('null', '"guid-9"'),
    row('9', 'null'),
    'null',
  ];
  const { ask, onListRead, unread } = over({ '/v3/me/calls': `{"data":[${rows.join()}]}` });
  expect(await vendorCalls(ask, { onListRead }).guids(site)).toEqual(
    new Map<number | string, string>([
      [7, 'guid-7'],
      ['9007199254740993', 'guid-8'],
    ]),
  );
  expect(unread).toEqual(['3 of own calls']);
});

describe('the building’s list of calls', () => {
  const listed = async (body: unknown) => {
    const { ask } = over({ '/v4/buildings/4410/calls': body });
    const since = EpochMs.parse(Date.parse('2026-11-24T07:00:00Z'));
    const listing = await listCalls(ask, { site, building: 4_410, since, deadline: soon() });
    return listing.ok ? listing.value : null;
  };

  test('is read with its numbers as text', async () => {
    expect(await listed(vector('vendor-answer-call-list-ids-as-text'))).toMatchObject({
      unread: 0,
      calls: [{ number: 482_951, status: 'initializing', device: 88_310, panel: 'North Lobby', unitId: null }],
    });
  });

  test('counts the rows without a number or a time, and reads all others', async () => {
    const time = '2026-11-24 07:02:00';
    const rows = [
      { id: '1', logged_at: time, unit: { id: '12' }, device: { id: '3', name: 4 }, status: 'Initializing' },
      { id: 2, logged_at: '2026-11-24T07:03:00', unit: [], device: 'x', status: 5, image_url: {} },
      { id: null, logged_at: time },
      { id: 4, logged_at: 'soon' },
      null,
      'a row',
    ];
    const listing = await listed({ data: rows, page_info: { next_page: null, total_pages: '1' } });
    expect(listing?.unread).toBe(4);
    expect(listing?.calls).toMatchObject([
      {
        number: 1,
        loggedAt: Date.parse('2026-11-24T07:02:00Z'),
        unitId: 12,
        device: 3,
        panel: '4',
        status: 'initializing',
      },
      { number: 2, loggedAt: Date.parse('2026-11-24T07:03:00Z'), unitId: null, device: null, panel: null, status: '5' },
    ]);
  });

  test('keeps the digits of a long number, as its delivery would', async () => {
    const listing = await listed('{"data":[{"id":9007199254740993,"logged_at":"2026-11-24T07:02:00Z"}]}');
    expect(listing?.calls).toMatchObject([{ number: '9007199254740993', record: { id: '9007199254740993' } }]);
  });
});

test('doors and devices are read with numbers as text and names as numbers; rows without a number are counted', async () => {
  const { ask, onListRead, unread } = over({
    '/v4/access_points': {
      data: [{ id: '33018', name: 12, building_id: '61200', device_ids: ['88310', null] }, { id: null }, null],
      page_info: null,
    },
    '/v4/devices': { data: [{ id: '88310', name: null, type: 'panel', building_id: null }, { id: 0 }] },
  });
  expect(await vendorDoors(ask, onListRead).list(site, 61_200)).toEqual({
    ok: true,
    value: {
      accessPoints: [{ id: 33_018, name: '12', devices: [88_310] }],
      devices: [{ id: 88_310, name: 'Device 88310', type: 'panel' }],
    },
  });
  expect(unread).toEqual(['2 of access points', '1 of devices']);
});

test('the door log counts what has no number', async () => {
  const { ask, onListRead, unread } = over({
    '/v4/buildings/4410/access_logs': { data: [{ id: 5, logged_at: '2026-11-24T07:02:00Z' }, { id: null }, null] },
  });
  const now = EpochMs.parse(Date.parse('2026-11-24T07:05:00Z'));
  const entries = await listAccessLog(ask, { site, building: 4_410, since: 0, now, onListRead });
  expect([entries?.map(({ entry }) => entry), unread]).toEqual([[5], ['2 of door log']]);
});

test('who an account is, is read past what is null, with numbers either way and labels as numbers', async () => {
  const one = (id: unknown) => ({ data: { id } });
  const { ask } = over({
    '/v3/me': {
      data: { id: 5_100_230 },
      included: [
        null,
        { id: 7_340_020, type: 'tenants', attributes: null, relationships: { building: null, unit: one('2203340') } },
        { id: '2203340', type: 'units', attributes: { label: 1_204 }, relationships: null },
        { id: null, type: 'tenants' },
      ],
    },
  });
  expect(await whoIs(ask, { site, as: 'called', deadline: soon() })).toEqual({
    vendorUser: '5100230',
    tenants: [{ id: 7_340_020, buildingId: null, unitId: 2_203_340, unit: '1204' }],
  });
});
