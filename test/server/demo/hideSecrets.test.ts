import { expect, test } from 'vitest';
import { hideSecrets } from '../../../server/demo/hideSecrets.ts';

const jwt = `eyJhbGciOi.${'x'.repeat(40)}.signature`;
const key = 'hk_0123456789abcdefghij';
const secrets = [jwt, key, 'rt-very-secret', 'noor.haddad@example.com'];
const body = {
  data: { type: 'token', attributes: { device_uuid: '7c9e' } },
  tokens: { twilio: jwt },
  refresh_token: 'rt-very-secret',
  configuration: { url: `https://desk.example/hooks/${key}`, header: 'Bearer rt-very-secret' },
  user: { email: 'noor.haddad@example.com', first_name: 'Noor' },
};

test('tokens, bearers, hook keys and e-mails are hidden, what a thing is stays', () => {
  const shown = hideSecrets(JSON.stringify(body));
  expect(secrets.filter((secret) => shown.includes(secret))).toEqual([]);
  expect(JSON.parse(shown)).toMatchObject({ data: { type: 'token', attributes: { device_uuid: '7c9e' } }, tokens: {} });
});

test('they are hidden in a body that was cut anywhere, and in one that is no JSON', () => {
  const whole = JSON.stringify(body);
  for (let length = 1; length < whole.length; length++) {
    const shown = hideSecrets(whole.slice(0, length));
    expect(secrets.filter((secret) => shown.includes(secret.slice(0, 12)))).toEqual([]);
  }
});

test('a body is shown to 2 kB, and one too long to be laid out is hidden all the same', () => {
  const long = JSON.stringify({ filler: 'word '.repeat(10_000), access_token: 'rt-very-secret' });
  expect(hideSecrets(long).length).toBeLessThanOrEqual(2_049);
  expect(hideSecrets(`{"access_token":"rt-very-secret","filler":"${'word '.repeat(10_000)}"}`)).not.toContain(
    'rt-very',
  );
});
