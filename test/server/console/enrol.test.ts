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

test('a right code becomes a desk however many wrong ones came before it from there', async () => {
  const { ask, directory } = await aConsole();
  const { code } = await directory.createInvite(invite);
  for (let guess = 0; guess < 30; guess += 1) await ask('POST', '/enrol', { code: '00000-00000' }, {});
  expect((await ask('POST', '/enrol', { code }, {})).status).toBe(200);
});

test('who guesses on is told for how long wrong codes are answered so, and that is true', async () => {
  const { ask, clock } = await aConsole();
  const guess = () => ask('POST', '/enrol', { code: '00000-00000' }, {});
  const statuses = [];
  for (let guesses = 0; guesses < 10; guesses += 1) statuses.push((await guess()).status);
  clock.pass(130_000);
  const stopped = await guess();
  expect([new Set(statuses), stopped.status, stopped.headers.get('retry-after'), stopped.body]).toEqual([
    new Set([404]),
    429,
    '470',
    { error: 'too-many', message: expect.stringMatching(/A right code works all the same.* 8 minutes/) },
  ]);
  clock.pass(470_000);
  expect((await guess()).status).toBe(404);
});

test('a guesser behind a proxy of ours does not make the others wait', async () => {
  const { ask } = await aConsole({ trustProxy: ['127.0.0.1'] });
  const from = (address: string) => ({ 'x-forwarded-for': address });
  for (let guess = 0; guess < 11; guess += 1) await ask('POST', '/enrol', { code: '00000-00000' }, from('203.0.113.7'));
  const wrong = await ask('POST', '/enrol', { code: '00000-00000' }, from('203.0.113.8'));
  expect(wrong.status).toBe(404);
});
