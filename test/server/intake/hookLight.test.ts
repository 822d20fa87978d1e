import { describe, expect, test } from 'vitest';
import { inLightOf } from '../../../server/intake/hookLight.ts';
import { readDelivery } from '../../../server/intake/readDelivery.ts';

const readAt = (resource: 'call' | 'access_log' | null, body: unknown) =>
  readDelivery({ raw: new TextEncoder().encode(JSON.stringify(body)), value: inLightOf({ resource }, body) }).reading;
const record = { id: '482912', recipient: { type: 'Attendant' }, device: { id: 88310, name: 'Gate' } };

describe('a hook for calls', () => {
  test.each([
    ['a record of a list', record, { kind: 'call', facts: { vendorId: 482912, panel: 'Gate' } }],
    [
      'a record without a name',
      { device: { name: 'Gate' } },
      { kind: 'call', facts: { vendorId: null, panel: 'Gate' } },
    ],
    ['a number and a status', { id: 7, status: 'Canceled' }, { kind: 'status', status: 'canceled' }],
    ['a flat call', { guid: 'abcd-1' }, { kind: 'call', facts: { guid: 'abcd-1' } }],
    ['a door’s log that says so', { id: 1, release_method: 'api' }, { kind: 'door' }],
    ['a labelled door’s log', { event: { resource_type: 'access_log', data: { id: 1 } } }, { kind: 'door' }],
    ['a test of the address', { ping: true }, { kind: 'unreadable' }],
    ['nothing', {}, { kind: 'unreadable' }],
    ['no object', 7, { kind: 'unreadable' }],
  ])('reads %s', (_what, body, reading) => {
    expect(readAt('call', body)).toMatchObject(reading);
  });
});

describe('a hook for door logs', () => {
  test.each([
    ['an entry without a door’s field', { id: 5, logged_at: '2026-11-24' }, { kind: 'door', vendorId: 5 }],
    ['a guid alone', { id: 6, guid: 'abcd-1' }, { kind: 'door', vendorId: 6 }],
    ['a status that no call has', { guid: 'abcd-1', status: 'Unlocked' }, { kind: 'door' }],
    ['a call that surely is one', { guid: 'abcd-1', provider: 'twilio' }, { kind: 'call' }],
    ['a labelled call', { event: { resource_type: 'call', action: 'create', data: { id: 1 } } }, { kind: 'call' }],
    ['the end of a call', { call: { guid: 'abcd-1' }, status: 'canceled' }, { kind: 'status' }],
  ])('reads %s', (_what, body, reading) => {
    expect(readAt('access_log', body)).toMatchObject(reading);
  });
});

test('a hook for everything reads each as it stands', () => {
  expect(readAt(null, record)).toEqual({ kind: 'unreadable' });
  expect(readAt(null, { guid: 'abcd-1' })).toMatchObject({ kind: 'call' });
});
