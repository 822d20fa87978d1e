/** A relay that ButterflyMX and desks reach below a path of another web server, which takes the path away or leaves it. */
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { operator } from '../../protocol/operator.ts';
import { EnrolReply } from '../../protocol/seat.ts';
import { aBuildingBelow } from '../harness/aBuildingBelow.ts';
import { aDesk } from '../harness/aDesk.ts';

const forms = [
  { form: 'takes it away', strips: true, path: '/calls' },
  { form: 'leaves it', strips: false, path: '/calls' },
  { form: 'takes it away, and it is a word of ours', strips: true, path: '/desk' },
  { form: 'leaves it, and it is a word of ours', strips: false, path: '/desk' },
] as const;

describe.each(forms)('below $path of a web server that $form', ({ strips, path }) => {
  it('an invitation enrols, a webhook rings, and the picture is there', async () => {
    await using building = await aBuildingBelow(path, { strips });
    const { address, proxy, relay, simulator } = building;
    const asked = { sites: ['demo'], name: 'Front desk' };
    const { url, code } = await relay.ask(operator.createInvite, { body: asked });
    expect(url).toBe(`${address}/desk#enrol=${code}`);
    const enrolled = await fetch(`${address}/enrol`, { method: 'POST', body: JSON.stringify({ code }) });
    const { token } = EnrolReply.parse(await enrolled.json());
    using desk = await aDesk(address, { token });
    const guid = await simulator.ring('demo');
    const { call } = await desk.until(({ call: { id, snapshot } }) => id === guid && snapshot !== null);
    const picture = await fetch(`${address}/snapshots/${call.snapshot}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect([picture.status, picture.headers.get('content-type'), proxy.astray()]).toEqual([200, 'image/jpeg', []]);
  });
});

it('a person who allowed the relay is sent back to it below the path', async () => {
  await using building = await aBuildingBelow('/calls', { strips: true });
  const { address, relay, simulator } = building;
  const asked = { sites: ['demo'], role: 'called', redirect: true };
  const begun = await relay.answerTo(operator.beginLink, { body: asked });
  const page = new URL(z.object({ url: z.string() }).parse(begun.body).url);
  const sent = await fetch(`${simulator.address}/oauth/authorize`, {
    method: 'POST',
    body: new URLSearchParams({ ...Object.fromEntries(page.searchParams), who: 'front-desk' }),
    redirect: 'manual',
  });
  const back = sent.headers.get('location') ?? '';
  expect([back.startsWith(`${address}/oauth/callback?`), (await fetch(back)).status]).toEqual([true, 200]);
});

it('the relay answers at its root as it does below the path, operators at the root alone', async () => {
  await using building = await aBuildingBelow('/calls', { strips: false });
  const { address, relay } = building;
  const { key, url } = await relay.ask(operator.createHook, { body: { site: 'demo' } });
  const post = async (address: string) => (await fetch(address, { method: 'POST', body: '{}' })).status;
  const get = async (address: string) => (await fetch(address)).status;
  expect(url).toBe(`${address}/hooks/${key}`);
  expect([await post(url), await post(`${relay.address}/hooks/${key}`)]).toEqual([200, 200]);
  expect([await get(`${address}/healthz`), await get(`${relay.address}/healthz`)]).toEqual([200, 200]);
  expect(await get(`${relay.address}/calls/metrics`)).toBe(404);
  expect([
    await get(`${relay.address}/api/openapi.json`),
    await get(`${relay.address}/calls/api/openapi.json`),
  ]).toEqual([200, 404]);
});
