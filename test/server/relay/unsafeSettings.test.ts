import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { type Config, readConfig } from '../../../server/config.ts';
import { firstLines } from '../../../server/relay/firstLines.ts';
import { refusedAtStart, unsafeSettings, withoutUnsafe } from '../../../server/relay/unsafeSettings.ts';
import { aFolder } from '../aFolder.ts';

const strong = 'q3X0c8v1KkzT5rWm2Yp9bLd7Hs4NfGjE6aUxOiRtVwA';
function aConfig(environment: Readonly<Record<string, string>> = {}): Config {
  const read = readConfig({ VESTIBULE_DATA_DIR: aFolder(), ...environment });
  if (!read.ok) throw new Error(read.error.join());
  return read.value;
}
const named = (environment: Readonly<Record<string, string>>) =>
  unsafeSettings(aConfig(environment)).map(({ setting }) => setting);

describe('settings', () => {
  it.each([
    ['the usual ones', {}],
    ['this machine alone', { VESTIBULE_HOST: '127.0.0.1' }],
    ['this machine by name', { VESTIBULE_HOST: 'localhost' }],
    ['this machine by IPv6', { VESTIBULE_HOST: '::1' }],
    [
      'everybody, behind a proxy with TLS',
      { VESTIBULE_HOST: '0.0.0.0', VESTIBULE_PUBLIC_URL: 'https://calls.example.com' },
    ],
    ['everybody, in a container', { VESTIBULE_HOST: '0.0.0.0', VESTIBULE_ALLOW_PLAINTEXT: 'true' }],
    ['a token that a machine drew', { VESTIBULE_OPERATOR_TOKEN: strong }],
    ['a simulator on this machine', { VESTIBULE_BUTTERFLYMX_API_URL: 'http://127.0.0.1:4200' }],
  ])('are safe with %s', (_what, environment) => {
    expect(named(environment)).toEqual([]);
  });

  it.each([
    ['VESTIBULE_HOST', { VESTIBULE_HOST: '0.0.0.0' }],
    ['VESTIBULE_HOST', { VESTIBULE_HOST: '::' }],
    ['VESTIBULE_HOST', { VESTIBULE_HOST: '10.0.0.5' }],
    ['VESTIBULE_HOST', { VESTIBULE_HOST: '0.0.0.0', VESTIBULE_PUBLIC_URL: 'http://calls.example.com' }],
    ['VESTIBULE_OPERATOR_TOKEN', { VESTIBULE_OPERATOR_TOKEN: 'aaaaaaaaaaaaaaaaaaaa' }],
    ['VESTIBULE_BUTTERFLYMX_API_URL', { VESTIBULE_BUTTERFLYMX_API_URL: 'http://api.example.com' }],
    ['VESTIBULE_BUTTERFLYMX_ACCOUNTS_URL', { VESTIBULE_BUTTERFLYMX_ACCOUNTS_URL: 'http://127.0.0.1.example.com' }],
  ])('are unsafe by %s: %j', (setting, environment) => {
    expect(named(environment)).toEqual([setting]);
  });
});

describe('an unsafe setting', () => {
  const environment = { VESTIBULE_HOST: '0.0.0.0', VESTIBULE_OPERATOR_TOKEN: 'aaaaaaaaaaaaaaaaaaaa' };

  it('refuses a new relay, in a sentence each that says what to set and tells no secret', () => {
    const says = refusedAtStart(aConfig(environment))?.split('\n') ?? [];
    expect(says).toEqual([
      expect.stringMatching(/^VESTIBULE_HOST .* set VESTIBULE_PUBLIC_URL .*\.$/),
      expect.stringMatching(/^VESTIBULE_OPERATOR_TOKEN .* set it to .*\.$/),
    ]);
    expect(says.join()).not.toContain('aaaa');
  });

  it.each(['journal.db', 'directory.json'])('silences no relay that has been at work: there is a %s', (name) => {
    const config = aConfig(environment);
    writeFileSync(join(config.dataDir, name), '');
    expect([refusedAtStart(config), withoutUnsafe(config).operatorToken]).toEqual([null, null]);
    expect(firstLines(config, 'http://127.0.0.1:4100')).toEqual([
      "Vestibule's relay takes webhooks at http://127.0.0.1:4100",
      expect.stringContaining('beyond this machine, at 0.0.0.0 port 4100, in plain HTTP'),
      expect.stringMatching(/^Unsafe: VESTIBULE_HOST .*listens all the same/),
      expect.stringMatching(/^Unsafe: VESTIBULE_OPERATOR_TOKEN .*not accepted/),
    ]);
  });

  it('takes nothing away that is safe', () => {
    const config = aConfig({ VESTIBULE_OPERATOR_TOKEN: strong });
    expect(withoutUnsafe(config)).toEqual(config);
  });
});

test('a relay beyond this machine says so when it starts, however it is allowed', () => {
  const config = aConfig({ VESTIBULE_HOST: '0.0.0.0', VESTIBULE_ALLOW_PLAINTEXT: '1' });
  expect(firstLines(config, 'http://127.0.0.1:4100')).toHaveLength(2);
});

test.each(['0.0.0.0/0', '::/0', '127.0.0.1,0.0.0.0/0', '10.0.0.0/33', 'a proxy'])(
  'a proxy that is nobody’s or everybody’s is refused in words: %s',
  (given) => {
    const read = readConfig({ VESTIBULE_TRUST_PROXY: given });
    expect(read).toEqual({ ok: false, error: [expect.stringMatching(/^VESTIBULE_TRUST_PROXY: .*(proxies|network)/)] });
  },
);
