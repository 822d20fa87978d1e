import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { operator } from '../../protocol/operator.ts';
import { aDesk } from '../harness/aDesk.ts';
import { aRelay } from '../harness/aRelay.ts';
import { aFolder } from '../server/aFolder.ts';
import { vestibule } from '../server/cli/vestibule.ts';

const flat = readFileSync(join(import.meta.dirname, '../vectors/webhook-call-create.flat.json'));
const guessable = 'aaaaaaaaaaaaaaaaaaaa';

test.each([
  [{ VESTIBULE_HOST: '0.0.0.0' }, 'set VESTIBULE_PUBLIC_URL'],
  [{ VESTIBULE_OPERATOR_TOKEN: guessable }, 'openssl rand'],
  [{ VESTIBULE_BUTTERFLYMX_API_URL: 'http://api.invalid' }, 'set it to an https address'],
])('a new relay does not begin with what is unsafe, and says what to set: %j', async (env, says) => {
  const dataDir = aFolder();
  await expect(aRelay({ dataDir, env })).rejects.toThrow(says);
  expect(readdirSync(dataDir)).toEqual([]);
});

test('a relay that has been at work rings on without what is unsafe, with an alarm and words at its start', async () => {
  await using first = await aRelay();
  const { url } = await first.hook();
  const { token } = await first.desk();
  await first.stop();
  await using relay = await first.again({
    VESTIBULE_OPERATOR_TOKEN: guessable,
    VESTIBULE_BUTTERFLYMX_API_URL: 'http://api.invalid',
    VESTIBULE_BUTTERFLYMX_TOKEN: 'the-called-account',
  });
  using desk = await aDesk(relay.address, { token });
  await fetch(url, { method: 'POST', body: flat });
  await desk.until(({ phase }) => phase === 'ringing');
  const asked = await fetch(`${relay.address}/api/hooks`, { headers: { authorization: `Bearer ${guessable}` } });
  const { body } = await relay.answerTo(operator.listAlarms, {});
  expect([asked.status, body]).toEqual([
    401,
    expect.arrayContaining([expect.objectContaining({ kind: 'unsafe-setting', site: null })]),
  ]);
  expect(relay.printed().match(/^Unsafe: VESTIBULE_\w+/gm)).toEqual([
    'Unsafe: VESTIBULE_OPERATOR_TOKEN',
    'Unsafe: VESTIBULE_BUTTERFLYMX_API_URL',
  ]);
});

test('a command begins no relay with what is unsafe either', async () => {
  const dataDir = aFolder();
  const { code, error } = await vestibule(dataDir, ['hook', 'create', '--site', 'demo'], { VESTIBULE_HOST: '0.0.0.0' });
  expect([code, error, readdirSync(dataDir)]).toEqual([1, expect.stringContaining('set VESTIBULE_PUBLIC_URL'), []]);
});
