import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { asking } from '../../../server/cli/ask.ts';
import { readArguments } from '../../../server/cli/readArguments.ts';
import { aFolder } from '../aFolder.ts';
import { aConsole } from '../console/aConsole.ts';
import { site } from '../walls/someWalls.ts';

/** The commands as they are typed, over a real operator's API with one hook. */
async function anOperator() {
  const { ask, directory } = await aConsole();
  const { id } = await directory.createHook(site, 'building');
  const type = async (...line: readonly string[]) => {
    const read = readArguments(['hook', 'wall', ...line]);
    if (!read.ok) return read.error;
    if (read.value.kind !== 'run') return 'no command';
    const outcome = await read.value.command.run(read.value.given, {
      ask: asking(({ method, path, body }) => ask(method, path, body)),
      say: () => {},
      hear: async () => null,
      simulatorPort: 0,
      json: false,
    });
    return outcome.kind === 'done' ? outcome.lines.join('\n') : outcome.message;
  };
  return { id, type };
}

function aFileOf(secret: string): string {
  const path = join(aFolder(), 'secret');
  writeFileSync(path, secret);
  return path;
}

describe('hook wall', () => {
  it.each([
    ['addresses', ['--addresses', '203.0.113.9, 2001:db8::/32'], '203.0.113.9 2001:db8::/32'],
    ['header', ['--header', 'X-Word', '--secret-file'], 'secret in x-word'],
    ['basic', ['--basic', 'butterfly', '--secret-file'], 'password of butterfly'],
    [
      'hmac',
      ['--hmac', 'X-Sign', '--algorithm', 'sha512', '--timestamp', 'X-Time', '--tolerance', '60', '--secret-file'],
      'sha512 in x-sign, fresh by x-time',
    ],
    ['standard-webhooks', ['--standard-webhooks', '--secret-file'], 'a signature, at most 300 s old'],
  ])('add builds a wall of kind %s, which observes, and list tells what it asks for', async (kind, line, asks) => {
    const { id, type } = await anOperator();
    const secret = aFileOf('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n');
    const added = await type('add', id, ...line, ...(line.at(-1) === '--secret-file' ? [secret] : []));
    const listed = await type('list', id);
    expect([added, listed]).toEqual([
      expect.stringContaining(`The wall ${kind} observes: ${asks}. It refuses nothing yet.`),
      expect.stringMatching(new RegExp(`^${kind} +observe +${asks.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')} `, 'm')),
    ]);
  });

  it('mode warns of a wall that has seen nothing yet, and does what is asked', async () => {
    const { id, type } = await anOperator();
    await type('add', id, '--addresses', '203.0.113.9');
    expect([await type('mode', id, 'addresses', 'enforce'), await type('list', id)]).toEqual([
      expect.stringContaining('It has seen no delivery yet.'),
      expect.stringMatching(/^addresses +enforce/m),
    ]);
  });

  it('remove takes a wall away and tells what is left', async () => {
    const { id, type } = await anOperator();
    for (const from of ['203.0.113.9', '203.0.113.10']) await type('add', id, '--addresses', from);
    expect(await type('remove', id, 'addresses')).toMatch(/The wall addresses is gone.*\n.*\naddresses-2 /);
    expect(await type('remove', id, 'addresses-2')).toContain('its key is enough');
  });

  it.each([
    ['no kind of wall', ['add', 'ID'], 'Name one kind of wall'],
    ['two kinds', ['add', 'ID', '--addresses', '::1', '--standard-webhooks'], 'Name one kind of wall'],
    ['no secret', ['add', 'ID', '--header', 'X-Word'], '--secret-file names no file'],
    ['an empty secret', ['add', 'ID', '--header', 'X-Word', '--secret-file', 'FILE \n'], '--secret-file names no file'],
    ['a short secret', ['add', 'ID', '--basic', 'b', '--secret-file', 'FILE short'], 'at least 8 characters'],
    [
      'a secret of another form',
      ['add', 'ID', '--standard-webhooks', '--secret-file', 'FILE whsec_short'],
      '24 to 64 bytes',
    ],
    ['no network', ['add', 'ID', '--addresses', '10.0.0.0/33'], 'such as 10.0.0.0/8'],
    ['no header', ['add', 'ID', '--header', 'X Word', '--secret-file', 'FILE long enough'], 'the name of a header'],
    ['what is for signatures alone', ['add', 'ID', '--addresses', '::1', '--prefix', 'x'], 'are for --hmac'],
    ['an unknown mode', ['mode', 'ID', 'hmac', 'forbid'], 'mode'],
    ['a word too few', ['mode', 'ID', 'hmac'], 'A word is missing'],
    ['a wall that is not there', ['mode', 'ID', 'hmac', 'enforce'], 'This hook has no such wall.'],
    ['a hook that is not there', ['list', 'nothing'], 'There is no such hook.'],
  ])('is refused in words with %s', async (_what, line, words) => {
    const { id, type } = await anOperator();
    expect(
      await type(
        ...line.map((word) => (word === 'ID' ? id : word.startsWith('FILE ') ? aFileOf(word.slice(5)) : word)),
      ),
    ).toContain(words);
  });
});
