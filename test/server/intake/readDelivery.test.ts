import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { oddityOf } from '../../../server/intake/oddities.ts';
import { masked, readDelivery, reread } from '../../../server/intake/readDelivery.ts';

const bytes = (body: unknown) => new TextEncoder().encode(JSON.stringify(body));
const item = (body: unknown) => ({ raw: bytes(body), value: body });
const read = (body: unknown) => readDelivery(item(body)).reading;
const theCase = (name: string): unknown =>
  JSON.parse(readFileSync(join(import.meta.dirname, '../../vectors', `case-${name}.json`), 'utf8'));

describe('a status', () => {
  test('carries what its body tells of the call, so that a ring can begin from it', () => {
    expect(read(theCase('status-first-nested'))).toMatchObject({
      kind: 'status',
      status: 'initializing',
      facts: {
        guid: '7c1e0000-0000-4000-8000-000000000007',
        panelId: 40217,
        panel: 'North Lobby',
        unit: '12F',
        userId: 51001,
        unitId: 3315,
        recipient: { kind: 'resident', name: 'Robin Vale' },
        unreadable: false,
      },
    });
  });

  test('carries its name alone where its body tells no more', () => {
    expect(read(theCase('status-first-bare'))).toMatchObject({
      kind: 'status',
      status: 'initializing',
      facts: { guid: '7c1e0000-0000-4000-8000-000000000008', panel: null, unit: null },
    });
  });

  test.each([
    [{ call: { guid: 'abcd-1' }, status: 'CANCELED' }, 'canceled'],
    [{ call: { guid: 'abcd-1' }, status: 'cancelled' }, 'canceled'],
    [{ guid: 'abcd-1', status: 'Opened Door' }, 'opened_door'],
    [{ event: { resource_type: 'Call', action: 'status-update', data: { id: '7', status: 'rejected' } } }, 'rejected'],
    [
      { event: { resource_type: 'call', action: 'updated', data: { guid: 'abcd-1', status: 'initializing' } } },
      'initializing',
    ],
    [{ event: { resource_type: 'call', data: { guid: 'abcd-1', status: 'initializing' } } }, 'initializing'],
    [{ id: 7, recipient: { type: 'Attendant' }, device: { name: 'Gate' }, status: 'initializing' }, 'initializing'],
    [{ call: '{"guid":"abcd-1"}', status: 'timeout_online_signal' }, 'timeout_online_signal'],
  ])('is read in the SDK’s spelling: %j', (body, status) => {
    expect(read(body)).toMatchObject({ kind: 'status', status });
  });
});

test('numbers as text are numbers, and labels as numbers are labels', () => {
  const facts = { panelId: 40217, userId: 51001, unitId: 3315, unit: '1204', vendorId: null };
  expect(read(theCase('flat-numbers-as-text'))).toMatchObject({ kind: 'call', facts });
  expect(read(theCase('envelope-numbers-as-text'))).toMatchObject({ facts: { vendorId: 482912, panelId: null } });
});

test('a guid is kept as it was spelt, for the vendor is asked with that', () => {
  expect(read(theCase('guid-upper-create'))).toMatchObject({ facts: { guid: 'A1B2C3D4-0000-4000-8000-0000000000AB' } });
  expect(read(theCase('guid-lower-canceled'))).toMatchObject({
    kind: 'status',
    status: 'canceled',
    facts: { guid: 'a1b2c3d4-0000-4000-8000-0000000000ab' },
  });
});

test.each([
  ['id', { resource_type: 'call', action: 'create', data: { id: {}, guid: 'abcd-1', unit: { label: '12F' } } }],
  ['unit', { resource_type: 'call', action: 'create', data: { unit: 7, guid: 'abcd-1', panel: { name: 'Gate' } } }],
  ['image', { resource_type: 'call', action: 'create', data: { image_url: 'x'.repeat(9_000), guid: 'abcd-1' } }],
  ['status', { resource_type: 'call', action: 'create', data: { status: [], guid: 'abcd-1' } }],
  ['action', { resource_type: 'call', action: { a: 1 }, data: { guid: 'abcd-1' } }],
])('an odd %s refuses nothing but itself', (_field, event) => {
  expect(read({ event })).toMatchObject({ kind: 'call', facts: { guid: 'abcd-1', unreadable: false } });
});

describe('a call that names itself by nothing', () => {
  const body = { event: { resource_type: 'call', action: 'create', data: null } };

  test('is the same call when its masked row is taken up again', () => {
    const delivery = readDelivery(item(body));
    expect(delivery.bytes).toMatch(/^[\w-]{22}$/);
    expect(reread(masked(delivery))).toMatchObject({ reading: delivery.reading, bytes: delivery.bytes });
  });

  test('cannot be invented by a body that looks like a masked row', () => {
    const odd = { resource: { guid: null }, unread: 'abcdefghijklmnopqrstuv', masked: {} };
    expect(read(odd)).toEqual({ kind: 'unreadable' });
  });
});

test.each([
  [{ nothing: 'known' }, 'delivery-not-understood'],
  [{ event: { resource_type: 'access_log', action: 'create', data: 'text' } }, 'delivery-not-understood'],
  [{ event: { resource_type: 'access_log', action: 'create', data: {} } }, 'delivery-not-understood'],
  [{ data: { attributes: { guid: 'abcd-1' } } }, 'unreadable-delivery'],
  [{ guid: 'abcd-1', release_method: 'api' }, 'delivery-unclear'],
  [
    { event: { resource_type: 'call', action: 'create', data: { id: 7, entry_method: 'App call' } } },
    'delivery-unclear',
  ],
  [{ guid: 'abcd-1' }, null],
  [{ event: { resource_type: 'access_log', action: 'create', data: { id: '7' } } }, null],
])('of %j an operator is told %s', (body, oddity) => {
  const reading = read(body);
  expect(reading && oddityOf(reading)).toBe(oddity);
});
