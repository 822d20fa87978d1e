import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Person } from '../../simulator/world/people.ts';
import { aSimulator, type RunningSimulator } from '../harness/aSimulator.ts';
import { vector } from '../harness/vector.ts';

let simulator: RunningSimulator;
const tokens = new Map<Person, string>();
beforeAll(async () => {
  simulator = await aSimulator();
  for (const who of Person.options) tokens.set(who, (await simulator.signIn(who)).access_token);
});
afterAll(() => simulator.stop());

const notices = ['is_active', 'call_accepted', 'toggle_camera', 'open_door', 'call_ended'];

/** What each question about one call is answered, in the order in which a desk asks. */
async function answersTo(guid: string, token: string | undefined, from = simulator): Promise<readonly number[]> {
  const about = { data: { attributes: { call_guid: guid } } };
  const asked = [
    ['GET', `/v3/me/calls/${guid}/status`],
    ['POST', `/v3/me/calls/${guid}/token`, {}],
    ...notices.map((notice) => ['POST', `/v3/notifications/${notice}`, about] as const),
  ] as const;
  const answers = [];
  for (const [method, path, body] of asked) answers.push((await from.api(method, path, body, token)).status);
  return answers;
}

const taken = [200, 200, 204, 204, 204, 204, 204];
const unknown = Array.from({ length: 7 }, () => 404);

describe.each([
  ['the attendants', undefined, 'front-desk'],
  ['the front desk’s tenant', 'Front desk', 'front-desk'],
  ['a resident', '12F', 'resident'],
] as const)('a call to %s', (_to, unit, called) => {
  test.each(Person.options)('is answered to the account that was called alone: asked by %s', async (who) => {
    const guid = await simulator.ring('demo', unit);
    expect(await answersTo(guid, tokens.get(who))).toEqual(who === called ? taken : unknown);
  });
});

test('a call of another account looks like one that never was', async () => {
  const guid = await simulator.ring('demo', '12F');
  const ask = (call: string) =>
    simulator.api('GET', `/v3/me/calls/${call}/status`, undefined, tokens.get('front-desk'));
  expect((await ask(guid)).body).toEqual(vector('api-error.404'));
  expect((await ask(crypto.randomUUID())).body).toEqual(vector('api-error.404'));
});

test('the static token stands for whoever was called', async () => {
  for (const unit of [undefined, '12F', '3A'])
    expect(await answersTo(await simulator.ring('demo', unit), undefined)).toEqual(taken);
});

test.each(Person.options)('the static token of %s alone may do what that person may', async (who) => {
  await using one = await aSimulator({ VESTIBULE_SIMULATOR_TOKEN_OF: who });
  const guid = await one.ring('demo', 'Front desk');
  expect(await answersTo(guid, undefined, one)).toEqual(who === 'front-desk' ? taken : unknown);
  const isAdministrator = who === 'administrator';
  expect((await one.api('GET', '/v4/buildings/61200/integrations')).status).toBe(isAdministrator ? 200 : 404);
});
