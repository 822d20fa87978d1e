import { afterAll, beforeAll, expect, test } from 'vitest';
import { operator } from '../../protocol/operator.ts';
import { aDesk } from '../harness/aDesk.ts';
import { aRelay, type RunningRelay } from '../harness/aRelay.ts';

let relay: RunningRelay;
beforeAll(async () => {
  relay = await aRelay();
});
afterAll(() => relay[Symbol.asyncDispose]());

test('a wrong token is refused in words for a person', async () => {
  await expect(aDesk(relay.address, { token: 'desk_000000000000.wrong' })).rejects.toMatchObject({
    message: expect.stringContaining('not enrolled'),
    data: { because: 'bad-token' },
  });
});

test('a desk that speaks another version is told which side to update', async () => {
  const { token } = await relay.desk();
  await expect(aDesk(relay.address, { token, protocol: 99 })).rejects.toMatchObject({
    message: expect.stringContaining('Update the relay'),
    data: { because: 'wrong-protocol', oldest: 1, newest: 2 },
  });
});

test('a page of another origin cannot connect, though its token is right', async () => {
  const { token } = await relay.desk();
  await expect(aDesk(relay.address, { token, extraHeaders: { origin: 'https://evil.example' } })).rejects.toThrow();
  using own = await aDesk(relay.address, { token, extraHeaders: { origin: relay.address } });
  expect(own.picture.desk.name).toBe('Front desk');
});

test('a page that is refused for its origin is told of once in the log, with what to set', async () => {
  const { token } = await relay.desk();
  const come = () => aDesk(relay.address, { token, extraHeaders: { origin: 'https://calls.example.com' } });
  for (let again = 0; again < 2; again += 1) await expect(come()).rejects.toThrow();
  const enrol = { method: 'POST', headers: { origin: 'https://calls.example.com' }, body: '{}' };
  await fetch(`${relay.address}/enrol`, enrol);
  expect(relay.printed().match(/https:\/\/calls\.example\.com.*set VESTIBULE_PUBLIC_URL/g)).toHaveLength(1);
});

test('the page of the test’s double of Electron is somebody else’s unless a test says so', async () => {
  await using plain = await aRelay({ env: { VESTIBULE_TEST_ORIGIN: '' } });
  const { token } = await plain.desk();
  const from = (origin: string) => aDesk(plain.address, { token, extraHeaders: { origin } });
  await expect(from('https://vestibule.invalid')).rejects.toThrow();
  using own = await from('app://vestibule');
  expect(own.picture.desk.name).toBe('Front desk');
});

test('a revoked desk is cut off at once and cannot come back', async () => {
  const { token, desk: id } = await relay.desk();
  const desk = await aDesk(relay.address, { token });
  const cut = new Promise((resolve) => void desk.socket.once('disconnect', resolve));
  await relay.ask(operator.revokeDesk, { params: { id } });
  await cut;
  await expect(aDesk(relay.address, { token })).rejects.toMatchObject({ data: { because: 'bad-token' } });
});

test('a code enrols one desk, once, however it is typed', async () => {
  const invite = await relay.answerTo(operator.createInvite, { body: { sites: ['demo'], name: 'Lobby' } });
  const code = JSON.stringify(invite.body).match(/"code":"([^"]+)"/)?.[1] ?? '';
  const enrol = () =>
    fetch(`${relay.address}/enrol`, {
      method: 'POST',
      body: JSON.stringify({ code: ` ${code.toLowerCase().replace('-', ' ')} ` }),
    });
  const first = await enrol();
  const { token } = await first.json();

  expect(first.status).toBe(200);
  expect((await enrol()).status).toBe(404);
  using desk = await aDesk(relay.address, { token });
  expect(desk.picture.desk.name).toBe('Lobby');
});
