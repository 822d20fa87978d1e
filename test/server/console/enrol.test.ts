import { expect, test } from 'vitest';
import { SiteId } from '../../../protocol/call.ts';
import { EnrolReply } from '../../../protocol/seat.ts';
import { aConsole } from './aConsole.ts';

const invite = { sites: [SiteId.parse('harbor-house')], name: 'Lobby', minutes: 10 };

test('a code becomes a desk whose token works', async () => {
  const { ask, directory } = await aConsole();
  const { code } = await directory.createInvite(invite);
  const enrolled = EnrolReply.parse((await ask('POST', '/enrol', { code }, {})).body);
  expect(directory.deskByToken(enrolled.token)?.name).toBe('Lobby');
});

test('no copy of the token is kept on the way', async () => {
  const { ask, directory } = await aConsole();
  const { code } = await directory.createInvite(invite);
  expect((await ask('POST', '/enrol', { code }, {})).headers.get('cache-control')).toBe('no-store');
});

test('wrong, used and missing codes are answered alike, in plain words', async () => {
  const { ask, directory } = await aConsole();
  const { code } = await directory.createInvite(invite);
  await ask('POST', '/enrol', { code }, {});
  const answers = [
    await ask('POST', '/enrol', { code }, {}),
    await ask('POST', '/enrol', { code: '00000-00000' }, {}),
    await ask('POST', '/enrol', { nothing: true }, {}),
    await ask('POST', '/enrol', '{', {}),
  ];
  expect(new Set(answers.map(({ status, text }) => `${status} ${text}`))).toEqual(
    new Set([
      `404 ${JSON.stringify({ error: 'wrong-code', message: 'This code is wrong, used or too old. Ask the operator for a new one.' })}`,
    ]),
  );
});

test('who guesses is stopped, even before the right guess', async () => {
  const { ask, directory } = await aConsole();
  const { code } = await directory.createInvite(invite);
  for (let guess = 0; guess < 10; guess += 1) await ask('POST', '/enrol', { code: '00000-00000' }, {});
  const stopped = await ask('POST', '/enrol', { code }, {});
  expect([stopped.status, stopped.body]).toEqual([429, expect.objectContaining({ error: 'too-many' })]);
});

test('a guesser behind a proxy of ours does not stop the others', async () => {
  const { ask, directory } = await aConsole({ trustProxy: ['127.0.0.1'] });
  const { code } = await directory.createInvite(invite);
  const from = (address: string) => ({ 'x-forwarded-for': address });
  for (let guess = 0; guess < 11; guess += 1) await ask('POST', '/enrol', { code: '00000-00000' }, from('203.0.113.7'));
  expect((await ask('POST', '/enrol', { code }, from('203.0.113.8'))).status).toBe(200);
});
