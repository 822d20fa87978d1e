import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { NewDesk, NewHook, NewInvite } from '../../../protocol/admin.ts';
import { SiteId } from '../../../protocol/call.ts';
import { at } from '../../builders/ring.ts';
import { aConsole, operatorToken, statusOverFile } from './aConsole.ts';

const Described = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) });

describe('who may operate', () => {
  it.each([
    ['no token', {}],
    ['another token', { authorization: 'Bearer another-token-of-some-length' }],
    ['the token without its scheme', { authorization: operatorToken }],
  ])('is refused on every described route with %s', async (_what, headers) => {
    const { ask } = await aConsole();
    const { paths } = Described.parse((await ask('GET', '/api/openapi.json')).body);
    const routes = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => [method, path]),
    );
    const statuses = await Promise.all(
      routes.map(([method = '', path = '']) => ask(method.toUpperCase(), path, undefined, headers)),
    );
    /** After twenty wrong tokens in a row the rest are too many. */
    const refused = statuses.every(({ status }, index) => status === 401 || (index >= 20 && status === 429));
    expect([routes.length > 8, refused]).toEqual([true, true]);
  });

  it('who guesses tokens is told to wait, and is told of in the log; the right token goes through all the same', async () => {
    const { ask, lines } = await aConsole();
    const guess = () => ask('GET', '/api/hooks', undefined, { authorization: 'Bearer a-guess-of-some-length' });
    const statuses = [];
    for (let guesses = 0; guesses < 20; guesses += 1) statuses.push((await guess()).status);
    const stopped = await guess();
    expect([new Set(statuses), stopped.status, stopped.headers.get('retry-after')]).toEqual([
      new Set([401]),
      429,
      '600',
    ]);
    expect([(await ask('GET', '/api/hooks')).status, lines]).toEqual([
      200,
      [[{ address: '127.0.0.1' }, 'a wrong operator token was sent']],
    ]);
  });

  it('who sends no token guesses nothing', async () => {
    const { ask, lines } = await aConsole();
    const statuses = [];
    for (let asked = 0; asked < 30; asked += 1) statuses.push((await ask('GET', '/api/hooks', undefined, {})).status);
    expect([new Set(statuses), lines]).toEqual([new Set([401]), []]);
  });

  it('is nobody over the network where no token is set', async () => {
    const { ask } = await aConsole({ operatorToken: null });
    expect((await ask('GET', '/api/hooks')).status).toBe(401);
  });

  it('is whoever can open the socket file, without a token', async () => {
    const { socketPath } = await aConsole({ operatorToken: null });
    expect(await statusOverFile(socketPath, '/api/hooks')).toBe(200);
  });
});

describe('the API’s own description', () => {
  it('is open to all', async () => {
    const { ask } = await aConsole();
    expect((await ask('GET', '/api/openapi.json', undefined, {})).status).toBe(200);
  });

  it('names every route', async () => {
    const { ask } = await aConsole();
    const { paths } = Described.parse((await ask('GET', '/api/openapi.json')).body);
    const named = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
    expect(named.toSorted()).toEqual([
      'delete /api/alarms/{id}',
      'delete /api/desks/{id}',
      'delete /api/hooks/{id}',
      'delete /api/hooks/{id}/walls/{wall}',
      'delete /api/invites/{id}',
      'get /api/alarms',
      'get /api/calls',
      'get /api/calls/{id}',
      'get /api/calls/{id}/timeline',
      'get /api/desks',
      'get /api/hooks',
      'get /api/hooks/{id}/walls',
      'get /api/invites',
      'post /api/backups',
      'post /api/desks',
      'post /api/hooks',
      'post /api/hooks/{id}/walls',
      'post /api/invites',
      'put /api/desks/{id}',
      'put /api/hooks/{id}/walls/{wall}',
      'put /api/sites/{site}',
    ]);
  });
});

describe('hooks', () => {
  it('are made with a key and the address that the vendor needs', async () => {
    const { ask, directory } = await aConsole();
    const { site, id, key, url } = NewHook.parse((await ask('POST', '/api/hooks', { site: 'harbor-house' })).body);
    expect([url, directory.hookByKey(key)]).toEqual([
      `https://relay.example/hooks/${key}`,
      { id, site, resource: null, wallsOf: id },
    ]);
  });

  it('are listed without anything secret', async () => {
    const { ask } = await aConsole();
    const { id, key } = NewHook.parse(
      (await ask('POST', '/api/hooks', { site: 'harbor-house', scope: 'tenant', resource: 'access_log' })).body,
    );
    const { text, body } = await ask('GET', '/api/hooks');
    const listed = { id, site: 'harbor-house', scope: 'tenant', resource: 'access_log', walls: [] };
    const expected = [{ ...listed, createdAt: expect.any(Number), revokedAt: null }];
    expect([body, text.includes(key)]).toEqual([expected, false]);
  });

  it('are revoked at once', async () => {
    const { ask, directory } = await aConsole();
    const { id, key } = NewHook.parse((await ask('POST', '/api/hooks', { site: 'harbor-house' })).body);
    const revoked = await ask('DELETE', `/api/hooks/${id}`);
    expect([revoked.status, directory.hookByKey(key)]).toEqual([200, null]);
  });

  it('get walls, whose secrets are never shown again', async () => {
    const { ask } = await aConsole();
    const { id } = NewHook.parse((await ask('POST', '/api/hooks', { site: 'harbor-house' })).body);
    const secret = 'a word that nobody knows';
    const added = await ask('POST', `/api/hooks/${id}/walls`, { kind: 'header', header: 'X-Word', secret });
    const changed = await ask('PUT', `/api/hooks/${id}/walls/header`, { mode: 'enforce' });
    const walls = await ask('GET', `/api/hooks/${id}/walls`);
    const hooks = await ask('GET', '/api/hooks');
    expect([added.body, changed.body, walls.body, hooks.body]).toMatchObject([
      { wall: 'header', mode: 'observe', rule: { kind: 'header', header: 'x-word' }, trouble: null },
      { wall: 'header', mode: 'enforce' },
      [{ wall: 'header', mode: 'enforce', seen: { passed: 0, refused: 0 } }],
      [{ id, walls: [{ wall: 'header', mode: 'enforce' }] }],
    ]);
    expect([added, changed, walls, hooks].filter(({ text }) => text.includes(secret))).toEqual([]);
    expect((await ask('DELETE', `/api/hooks/${id}/walls/header`)).body).toEqual({ removed: true });
    expect((await ask('GET', `/api/hooks/${id}/walls`)).body).toEqual([]);
  });

  it.each([
    ['list the walls', 'GET', '', undefined],
    ['add a wall', 'POST', '', { kind: 'addresses', from: ['203.0.113.9'] }],
    ['change a wall', 'PUT', '/addresses', { mode: 'enforce' }],
    ['remove a wall', 'DELETE', '/addresses', undefined],
  ])('that are not there have none: %s', async (_what, method, path, body) => {
    const { ask } = await aConsole();
    expect((await ask(method, `/api/hooks/nothing/walls${path}`, body)).status).toBe(404);
  });

  it('that are not there cannot be revoked', async () => {
    const { ask } = await aConsole();
    expect((await ask('DELETE', '/api/hooks/nothing')).body).toEqual({
      error: 'not-found',
      message: 'There is no such hook.',
    });
  });
});

describe('desks', () => {
  it('are made with a token that works', async () => {
    const { ask, directory } = await aConsole();
    const sites = ['harbor-house', 'mill-lane'];
    const made = NewDesk.parse((await ask('POST', '/api/desks', { sites, name: ' Front desk ' })).body);
    expect(directory.deskByToken(made.token)).toEqual({ id: made.desk, name: 'Front desk', sites });
  });

  it('are listed with what they can do now', async () => {
    const { ask } = await aConsole();
    const { desk } = NewDesk.parse((await ask('POST', '/api/desks', { sites: ['harbor-house'], name: 'Gate' })).body);
    expect((await ask('GET', '/api/desks')).body).toEqual([
      expect.objectContaining({ desk, name: 'Gate', online: false, able: false, revokedAt: null }),
    ]);
  });

  it('are revoked at once', async () => {
    const { ask, directory } = await aConsole();
    const { desk, token } = NewDesk.parse((await ask('POST', '/api/desks', { sites: ['a'], name: 'Gate' })).body);
    await ask('DELETE', `/api/desks/${desk}`);
    expect(directory.deskByToken(token)).toBeNull();
  });

  it('that are invited and have not come are listed without their codes, and an invitation is taken back', async () => {
    const { ask } = await aConsole();
    const { id, code } = NewInvite.parse((await ask('POST', '/api/invites', { sites: ['a'], name: 'Lobby' })).body);
    const listed = await ask('GET', '/api/invites');
    expect([listed.body, listed.text.includes(code)]).toEqual([
      [expect.objectContaining({ id, name: 'Lobby' })],
      false,
    ]);
    const revoked = await ask('DELETE', `/api/invites/${id}`);
    expect([revoked.body, (await ask('DELETE', `/api/invites/${id}`)).status]).toEqual([{ revoked: true }, 404]);
    expect((await ask('POST', '/enrol', { code }, {})).status).toBe(404);
  });

  it('are invited by an address whose code is in the fragment, where no log sees it', async () => {
    const { ask } = await aConsole();
    const invite = NewInvite.parse((await ask('POST', '/api/invites', { sites: ['a'], name: 'Lobby' })).body);
    expect(invite.url).toBe(`https://relay.example/desk#enrol=${invite.code}`);
  });
});

describe('calls', () => {
  const site = SiteId.parse('harbor-house');

  it('are listed', async () => {
    const { ask, directory, keepCall } = await aConsole();
    await directory.createHook(site, 'building');
    const id = await keepCall(site);
    expect((await ask('GET', `/api/calls?site=${site}&since=1970-01-01&limit=5`)).body).toEqual([
      expect.objectContaining({ id, site, phase: 'ringing' }),
    ]);
  });

  it('are explained', async () => {
    const { ask, directory, keepCall } = await aConsole();
    await directory.createHook(site, 'building');
    const id = await keepCall(site);
    expect((await ask('GET', `/api/calls/${id}`)).body).toEqual(
      expect.objectContaining({ sentence: 'North Lobby rang nobody: no desk was connected; it rings now.' }),
    );
  });

  it('that nobody knows are answered with 404', async () => {
    const { ask } = await aConsole();
    expect((await ask('GET', '/api/calls/nobody')).status).toBe(404);
  });
});

it('A site is named.', async () => {
  const { ask, directory } = await aConsole();
  await ask('PUT', '/api/sites/harbor-house', { name: 'Harbor House' });
  expect(directory.site(SiteId.parse('harbor-house')).name).toBe('Harbor House');
});

it('Standing alarms are listed.', async () => {
  const alarm = { id: 'a', site: null, kind: 'journal-cannot-write', since: 0, text: 'The disk is full.' };
  const { ask } = await aConsole({ alarms: [{ ...alarm, since: at(0).wall }] });
  expect((await ask('GET', '/api/alarms')).body).toEqual([{ ...alarm, since: 1_000_000 }]);
});

describe('a wrong request', () => {
  it.each([
    ['a site in capitals', 'POST', '/api/hooks', { site: 'Harbor House' }, 'site'],
    ['no site', 'POST', '/api/hooks', {}, 'site'],
    ['an unknown resource', 'POST', '/api/hooks', { site: 'a', resource: 'door' }, 'resource'],
    ['an unknown scope', 'POST', '/api/hooks', { site: 'a', scope: 'street' }, 'scope'],
    ['no site of many', 'POST', '/api/desks', { sites: [], name: 'Gate' }, 'sites'],
    ['an empty name', 'POST', '/api/desks', { sites: ['a'], name: '  ' }, 'name'],
    ['a code for longer than a day', 'POST', '/api/invites', { sites: ['a'], name: 'Gate', minutes: 1_441 }, 'minutes'],
    ['a limit of none', 'GET', '/api/calls?limit=0', undefined, 'limit'],
    ['a time in words', 'GET', '/api/calls?since=yesterday', undefined, 'since'],
  ])('names the field, with %s', async (_what, method, path, body, field) => {
    const { ask } = await aConsole();
    const { status, text } = await ask(method, path, body);
    expect([status, text]).toEqual([400, expect.stringContaining(`wrong. ${field}: `)]);
  });

  it.each([
    ['what is no JSON', '{"site":'],
    ['a key that would change every object', '{"site":"a","__proto__":{"scope":"tenant"}}'],
  ])('is refused in a word and a sentence with %s', async (_what, body) => {
    const { ask } = await aConsole();
    const { status, text } = await ask('POST', '/api/hooks', body);
    expect([status, text]).toEqual([400, expect.not.stringMatching(/FST_|stack|Unexpected/)]);
  });

  it('is refused above 16 KiB', async () => {
    const { ask } = await aConsole();
    expect((await ask('POST', '/api/desks', { sites: ['a'], name: 'x'.repeat(17_000) })).status).toBe(413);
  });

  it('to a path that is not there gets the answer of every such path', async () => {
    const { ask } = await aConsole();
    expect((await ask('GET', '/api/nothing')).text).toBe((await ask('GET', '/nothing')).text);
  });
});
