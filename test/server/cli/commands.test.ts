import { once } from 'node:events';
import { chmodSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { NewDesk, NewHook, NewInvite } from '../../../protocol/admin.ts';
import { socketPath } from '../../../server/http/socketFile.ts';
import { aDesk } from '../../harness/aDesk.ts';
import { aRelay } from '../../harness/aRelay.ts';
import { aFolder } from '../aFolder.ts';
import { vestibule } from './vestibule.ts';

const aCall = { guid: 'call-1', id: 7, call_type: 'front_desk' };
const deliver = (url: string) =>
  fetch(url, { method: 'POST', body: JSON.stringify(aCall) }).then(async (response) => [
    response.status,
    await response.text(),
  ]);

describe('beside a running relay', () => {
  it('a hook that is made lets deliveries in at once, by the address that is printed', async () => {
    await using relay = await aRelay();
    const { json } = await vestibule(relay.dataDir, ['hook', 'create', '--site', 'demo', '--json']);
    const { url } = NewHook.parse(json);
    expect([url.startsWith(relay.address), await deliver(url)]).toEqual([true, [200, expect.any(String)]]);
  });

  it('a hook may be made for one thing alone, and the list says so', async () => {
    await using relay = await aRelay();
    const made = await vestibule(relay.dataDir, ['hook', 'create', '--site', 'demo', '--for', 'access_log']);
    const { out } = await vestibule(relay.dataDir, ['hook', 'list']);
    expect([made.out, out]).toEqual([
      expect.stringContaining('the log of the doors, and nothing else,'),
      expect.stringMatching(/FOR .*\n.*building +access_log /),
    ]);
  });

  it('a hook that is revoked lets nothing in', async () => {
    await using relay = await aRelay();
    const { id, url } = NewHook.parse(
      (await vestibule(relay.dataDir, ['hook', 'create', '--site', 'demo', '--json'])).json,
    );
    await vestibule(relay.dataDir, ['hook', 'revoke', id]);
    expect(await deliver(url)).toEqual([404, expect.any(String)]);
  });

  it('a desk that is made can connect at once', async () => {
    await using relay = await aRelay();
    const line = ['desk', 'create', '--site', 'demo', '--site', 'mill-lane', '--name', 'Front desk', '--json'];
    const { token } = NewDesk.parse((await vestibule(relay.dataDir, line)).json);
    using desk = await aDesk(relay.address, { token });
    expect(desk.picture.desk.sites.map(({ id }) => id)).toEqual(['demo', 'mill-lane']);
  });

  it('a desk that is revoked is cut off', async () => {
    await using relay = await aRelay();
    const made = await relay.desk();
    using desk = await aDesk(relay.address, { token: made.token });
    const gone = new Promise((resolve) => void desk.socket.once('disconnect', resolve));
    await vestibule(relay.dataDir, ['desk', 'revoke', made.desk]);
    expect(await gone).toBe('io server disconnect');
  });

  it('the list of desks tells who is connected', async () => {
    await using relay = await aRelay();
    const made = await relay.desk();
    using _desk = await aDesk(relay.address, { token: made.token });
    expect((await vestibule(relay.dataDir, ['desk', 'list', '--json'])).json).toEqual(
      expect.objectContaining({ desk: made.desk, online: true }),
    );
  });

  it('nobody else on the machine can open the relay’s socket file', async () => {
    await using relay = await aRelay();
    expect(statSync(socketPath(relay.dataDir)).mode & 0o077).toBe(0);
  });

  it('a folder whose path is too long for a socket file is served all the same', async () => {
    const dataDir = `${aFolder()}/${'long-name-'.repeat(10)}`;
    await using relay = await aRelay({ dataDir });
    const { json } = await vestibule(dataDir, ['hook', 'create', '--site', 'demo', '--json']);
    expect(NewHook.parse(json).url).toContain(relay.address);
    const folder = statSync(dirname(socketPath(dataDir)));
    expect([folder.isDirectory(), folder.mode & 0o777]).toEqual([true, 0o700]);
  });

  it('a command says nothing to a socket that others may open, and tells why', async () => {
    await using relay = await aRelay();
    chmodSync(socketPath(relay.dataDir), 0o666);
    const { code, out, error } = await vestibule(relay.dataDir, ['hook', 'create', '--site', 'demo']);
    expect([code, out, error]).toEqual([1, '', expect.stringContaining('others may open it')]);
    chmodSync(socketPath(relay.dataDir), 0o600);
  });
});

describe('without a relay', () => {
  it('what is made is in force once a relay starts', async () => {
    const dataDir = aFolder();
    const { token } = NewDesk.parse(
      (await vestibule(dataDir, ['desk', 'create', '--site', 'demo', '--name', 'Gate', '--json'])).json,
    );
    await using relay = await aRelay({ dataDir });
    using desk = await aDesk(relay.address, { token });
    expect(desk.picture.desk.name).toBe('Gate');
  });

  it('a hook’s address is the public one where one is set', async () => {
    const line = ['hook', 'create', '--site', 'demo', '--json'];
    const { json } = await vestibule(aFolder(), line, { VESTIBULE_PUBLIC_URL: 'https://desk.example/' });
    const { key, url } = NewHook.parse(json);
    expect(url).toBe(`https://desk.example/hooks/${key}`);
  });

  it('an invitation has a code and the address that holds it', async () => {
    const line = ['desk', 'invite', '--site', 'demo', '--name', 'Lobby', '--minutes', '5', '--json'];
    const { code, url } = NewInvite.parse((await vestibule(aFolder(), line)).json);
    expect(url.endsWith(`/desk#enrol=${code}`)).toBe(true);
  });

  it('a list prints one value a line, and none for an empty one', async () => {
    const dataDir = aFolder();
    const empty = await vestibule(dataDir, ['hook', 'list', '--json']);
    for (const site of ['one', 'two']) await vestibule(dataDir, ['hook', 'create', '--site', site]);
    const { json } = await vestibule(dataDir, ['hook', 'list', '--json']);
    expect([empty.out, json]).toEqual([
      '',
      [expect.objectContaining({ site: 'one' }), expect.objectContaining({ site: 'two' })],
    ]);
  });

  it('two commands at once both do their work', async () => {
    const dataDir = aFolder();
    const made = await Promise.all(
      ['one', 'two', 'three'].map((site) => vestibule(dataDir, ['hook', 'create', '--site', site])),
    );
    expect(made.map(({ code }) => code)).toEqual([0, 0, 0]);
  });
});

it('What became of a call is told after the relay has stopped.', async () => {
  await using relay = await aRelay();
  await deliver((await relay.hook()).url);
  await relay.stop();
  const [calls, why] = [
    await vestibule(relay.dataDir, ['calls', 'list', '--json']),
    await vestibule(relay.dataDir, ['why', 'call-1']),
  ];
  expect([calls.json, why.out.split('\n')[0]]).toEqual([
    expect.objectContaining({ id: 'call-1', site: 'demo', phase: 'ringing' }),
    expect.stringContaining('rang nobody: no desk was connected; it rings now.'),
  ]);
});

describe('ring', () => {
  it('fails in words where no simulator runs', async () => {
    expect(await vestibule(aFolder(), ['ring', '--site', 'demo'])).toMatchObject({
      code: 1,
      error: 'No simulator is running at http://127.0.0.1:9. Start one with npm start.\n',
    });
  });

  it.each([
    ['prints the call that the simulator places', 201, { guid: 'g-1' }, { code: 0, out: '{"guid":"g-1"}\n' }],
    [
      'fails in the simulator’s words for a site it does not know',
      404,
      { message: 'There is no site demo here.' },
      { code: 1, error: 'There is no site demo here.\n' },
    ],
  ])('%s', async (_what, status, answer, expected) => {
    const server = createServer((_request, response) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? `${address?.port}` : '';
    const printed = await vestibule(aFolder(), ['ring', '--site', 'demo', '--json'], {
      VESTIBULE_SIMULATOR_PORT: port,
    });
    server.close();
    expect(printed).toMatchObject(expected);
  });
});

describe('a misused command', () => {
  it.each([
    ['an unknown command', ['hook', 'make'], 'There is no command "hook make".'],
    ['an unknown option', ['hook', 'list', '--colour'], "Unknown option '--colour'"],
    ['an option of another command', ['hook', 'list', '--name', 'x'], '--name means nothing here.'],
    ['an option that is missing', ['desk', 'create', '--site', 'demo'], '--name is missing.'],
    ['an operand that is missing', ['hook', 'revoke'], 'A word is missing'],
    ['an operand too many', ['why', 'one', 'two'], 'one too many'],
    ['a site that cannot be', ['hook', 'create', '--site', 'Demo Site'], 'site: a site is named by'],
    ['a time in words', ['calls', 'list', '--since', 'yesterday'], 'since: a time such as'],
  ])('ends with 2 and says why, with %s', async (_what, line, sentence) => {
    const { code, error, out } = await vestibule(aFolder(), line);
    expect({ code, error, out }).toEqual({ code: 2, error: expect.stringContaining(sentence), out: '' });
  });

  it('ends with 2 where a setting is wrong, naming the setting', async () => {
    const { code, error } = await vestibule(aFolder(), ['hook', 'list'], { VESTIBULE_PORT: 'many' });
    expect([code, error]).toEqual([2, expect.stringContaining('VESTIBULE_PORT')]);
  });
});

describe('a command that fails', () => {
  it.each([
    ['a hook that is not there', ['hook', 'revoke', 'nothing'], 'There is no such hook.\n'],
    ['a desk that is not there', ['desk', 'revoke', 'nothing'], 'There is no such desk.\n'],
    ['a call that nobody knows', ['why', 'nobody'], 'There is no such call.\n'],
  ])('ends with 1 and one line, with %s', async (_what, line, error) => {
    expect(await vestibule(aFolder(), line)).toMatchObject({ code: 1, error });
  });

  it('says in one line that the data folder cannot be used', async () => {
    const { code, error } = await vestibule('/dev/null/data', ['hook', 'list']);
    expect([code, error.trim().split('\n')]).toEqual([1, [expect.stringContaining('/dev/null/data')]]);
  });
});

it('--help names every command.', async () => {
  const { out } = await vestibule(aFolder(), ['--help']);
  const words = [
    'invite list',
    'invite revoke',
    'hook create',
    'hook list',
    'hook revoke',
    'desk create',
    'desk invite',
    'desk list',
    'desk revoke',
  ];
  expect([...words, 'calls list', 'why', 'ring'].filter((word) => !out.includes(`vestibule ${word}`))).toEqual([]);
});

it('--version prints the version.', async () => {
  expect((await vestibule(aFolder(), ['--version'])).out).toMatch(/^\d+\.\d+\.\d+\n$/);
});
