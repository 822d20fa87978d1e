/** The published vector is that of the reference libraries (standard-webhooks/standard-webhooks, test "sign function works"); others are signed by its library for JavaScript. */
import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { standardWebhooksCheck } from '../../../server/walls/standardWebhooks.ts';
import { aKnock } from './aKnock.ts';

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const id = 'msg_p5jXN8AQM9LWM0D4loKWxJek';
const seconds = 1_614_265_330;
const published = {
  raw: '{"test": 2432232314}',
  at: seconds * 1_000,
  headers: {
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  },
};
const check = standardWebhooksCheck({ toleranceSeconds: 300 }, secret);
const signed = (raw: string, by = secret, time = seconds) => ({
  ...published.headers,
  'webhook-timestamp': String(time),
  'webhook-signature': new Webhook(by).sign(id, new Date(time * 1_000), raw),
});

test('lets in the published vector, with or without the secret’s own prefix', () => {
  const bare = standardWebhooksCheck({ toleranceSeconds: 300 }, secret.replace('whsec_', ''));
  expect([check(aKnock(published)), bare(aKnock(published))]).toEqual([true, true]);
});

test.each([
  ['an empty body', ''],
  ['words of all the world', '{"panel":"Tür 東 🦋"}'],
  ['a mark of byte order', '\u{feff}{}'],
  ['64 KiB', 'x'.repeat(65_536)],
])('lets in what the reference library signed: %s', (_what, raw) => {
  expect(check(aKnock({ raw, at: published.at, headers: signed(raw) }))).toBe(true);
});

test('lets in where one of several signatures is right, as while a secret is changed', () => {
  const other = signed(published.raw, 'whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA')['webhook-signature'];
  const both = `v1a,none ${other} ${published.headers['webhook-signature']}`;
  expect(check(aKnock({ ...published, headers: { ...published.headers, 'webhook-signature': both } }))).toBe(true);
});

test.each([
  ['another body', { raw: '{"test": 2432232315}' }],
  ['another secret', { headers: signed(published.raw, 'whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA') }],
  ['another id', { headers: { ...published.headers, 'webhook-id': 'msg_other' } }],
  ['another time', { headers: { ...published.headers, 'webhook-timestamp': String(seconds + 1) } }],
  ['no id', { headers: { ...published.headers, 'webhook-id': '' } }],
  ['a time in words', { headers: { ...published.headers, 'webhook-timestamp': `${seconds}x` } }],
  [
    'a scheme that is not known',
    {
      headers: {
        ...published.headers,
        'webhook-signature': published.headers['webhook-signature'].replace('v1,', 'v9,'),
      },
    },
  ],
  ['half a signature', { headers: { ...published.headers, 'webhook-signature': 'v1,g0hM9SsE' } }],
  ['nothing', { headers: {} }],
  ['what is older than the tolerance', { at: (seconds + 301) * 1_000 }],
  ['what is from the future', { at: (seconds - 301) * 1_000 }],
])('refuses %s', (_what, but) => {
  expect(check(aKnock({ ...published, ...but }))).toBe(false);
});
