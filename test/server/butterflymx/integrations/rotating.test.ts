import { describe, expect, it } from 'vitest';
import { IntegrationId } from '../../../../protocol/integration.ts';
import { watchIntegrations } from '../../../../server/alerts/integrationWatch.ts';
import { aRegistry, type Heard, type Said } from '../aVendor.ts';
import { anIntegrationDesk, building, harbor, ofBuilding } from './anIntegrationDesk.ts';

const id = IntegrationId.parse('5521');
const hour = 3_600_000;
const patient = { timeout: 10_000 };

/** A registered building, whose vendor's next answers to a change a test decides. */
async function registered() {
  let next: Said | null = null;
  let afterDoing = false;
  const refuses = ({ method, path, body }: Heard): Said | null => {
    if (method !== 'PUT' || next === null) return null;
    if (afterDoing)
      registry.add(
        ofBuilding,
        JSON.parse(JSON.stringify(body)).data.attributes.configuration.url,
        Number(path.split('/').at(-1)),
      );
    return next;
  };
  const registry = await aRegistry({ refuses });
  const desk = await anIntegrationDesk(registry.address);
  await desk.integrations.create(harbor, { ...building, bindings: [{ resource: 'call', actions: ['create'] }] });
  const url = () => registry.at(ofBuilding)[0]?.configuration.url ?? '';
  return {
    registry,
    desk,
    url,
    first: url(),
    answers: (said: Said | null, done = false) => {
      next = said;
      afterDoing = done;
    },
  };
}
type Desk = Awaited<ReturnType<typeof registered>>['desk'];
const inForce = ({ directory }: Desk) => directory.hooks().filter(({ revokedAt }) => revokedAt === null).length;

describe('a rotation', () => {
  it('gives the vendor a new key, and revokes the old one when the overlap is over', async () => {
    const { desk, url, first } = await registered();
    const rotated = await desk.integrations.rotate(harbor, id, hour);
    expect(rotated).toMatchObject({
      value: { integration: { id, oldKeyUntil: desk.clock.moment().wall + hour, rotationCutShort: false } },
    });
    expect([url() === first, desk.takes(first), desk.takes(url())]).toEqual([false, true, true]);
    desk.clock.pass(hour - 1);
    await desk.drained();
    expect(desk.takes(first)).toBe(true);
    desk.clock.pass(1);
    await expect.poll(() => desk.takes(first), patient).toBe(false);
    expect(desk.takes(url())).toBe(true);
  });

  it('leaves both keys behind the same walls', async () => {
    const { desk, url, first } = await registered();
    await desk.integrations.rotate(harbor, id, hour);
    const wallsOf = (address: string) => desk.directory.hookByKey(address.slice(address.lastIndexOf('/') + 1))?.wallsOf;
    expect([wallsOf(url()), url() === first]).toEqual([wallsOf(first), false]);
  });

  it('ends its overlap in the next run of the relay', async () => {
    const { desk, url, first } = await registered();
    await desk.integrations.rotate(harbor, id, hour);
    await desk.drained();
    const next = await desk.again();
    next.appointments.look();
    next.clock.pass(hour / 2);
    expect(next.takes(first)).toBe(true);
    next.clock.pass(hour / 2);
    await expect.poll(() => next.takes(first), patient).toBe(false);
    expect(next.takes(url())).toBe(true);
  });

  it('whose end was due while no relay ran is ended at the start', async () => {
    const { desk, first } = await registered();
    await desk.integrations.rotate(harbor, id, hour);
    const next = await desk.again();
    next.clock.pass(2 * hour);
    next.appointments.look();
    await expect.poll(() => next.takes(first), patient).toBe(false);
  });

  it('that is refused leaves the old key and no new one', async () => {
    const { desk, url, first, answers } = await registered();
    answers({ status: 422, body: { errors: [{ field: 'url', message: 'is taken' }] } });
    expect(await desk.integrations.rotate(harbor, id, hour)).toMatchObject({ error: { word: 'vendor-refused' } });
    expect([url(), desk.takes(first), inForce(desk)]).toEqual([first, true, 1]);
  });

  it('whose answer is lost leaves both keys good, says so, and is settled when the vendor shows the new one', async () => {
    const { desk, url, first, answers } = await registered();
    answers({ status: 502 }, true);
    expect(await desk.integrations.rotate(harbor, id, hour)).toMatchObject({
      error: { message: expect.stringContaining('both stay good') },
    });
    expect([url() === first, desk.takes(first), desk.takes(url())]).toEqual([false, true, true]);
    const next = await desk.again();
    expect(next.integrations.held()).toMatchObject([{ nextHook: expect.any(String) }]);
    expect(await next.integrations.list(harbor)).toMatchObject({
      value: [{ state: 'in-order', rotationCutShort: false, oldKeyUntil: expect.any(Number) }],
    });
  });

  it('that was cut before the vendor heard of it is told, and the next one ends it', async () => {
    const { desk, url, first, answers } = await registered();
    answers({ status: 503 });
    await desk.integrations.rotate(harbor, id, hour);
    const next = await desk.again();
    expect(await next.integrations.list(harbor)).toMatchObject({
      value: [{ state: 'in-order', rotationCutShort: true }],
    });
    expect([url(), inForce(next)]).toEqual([first, 2]);
    answers(null);
    expect(await next.integrations.rotate(harbor, id, hour)).toMatchObject({
      value: { integration: { rotationCutShort: false } },
    });
    next.clock.pass(hour);
    await expect.poll(() => inForce(next), patient).toBe(1);
    expect(next.takes(url())).toBe(true);
  });
});

describe('the daily look', () => {
  const failed = (doing: string) => expect.unreachable(doing);

  it('raises one alarm when the vendor has it no longer, and clears it when it is registered anew', async () => {
    const { desk, registry } = await registered();
    registry.change(ofBuilding, 5521, null);
    watchIntegrations({ clock: desk.clock, lookAtAll: desk.integrations.lookAtAll, reportFailure: failed });
    await expect.poll(() => desk.alarms, patient).toEqual(['integration-gone harbor']);
    await desk.integrations.list(harbor);
    await desk.integrations.create(harbor, building);
    expect(desk.told).toEqual(['raised integration-gone harbor', 'cleared integration-gone harbor']);
    expect(desk.integrations.held().map(({ state }) => state)).toEqual(['in-order']);
  });

  it.each([
    ['its address', (url: string) => ({ configuration: { url: `${url}x` } }), 'its key is not in force here'],
    [
      'where it delivers',
      () => ({ configuration: { url: 'https://other.example/' } }),
      'it delivers to another address',
    ],
    ['what it delivers', () => ({ bindings: [] }), 'it does not deliver all of call:create'],
  ])('raises one when somebody changed %s, and clears it when it is as it was', async (_what, change, why) => {
    const { desk, registry, first } = await registered();
    const [entry] = registry.at(ofBuilding);
    if (entry === undefined) return expect.unreachable();
    registry.change(ofBuilding, 5521, { ...entry, ...change(first) });
    expect([await desk.integrations.lookAtAll(), desk.alarms]).toEqual([true, ['integration-gone harbor']]);
    expect(await desk.integrations.list(harbor)).toMatchObject({ value: [{ state: 'changed', why }] });
    registry.change(ofBuilding, 5521, entry);
    desk.clock.pass(1);
    expect([await desk.integrations.lookAtAll(), desk.alarms]).toEqual([true, []]);
  });

  it('that gets no answer changes nothing and looks again within the hour', async () => {
    const registry = await registered();
    const silent = await anIntegrationDesk('http://127.0.0.1:9');
    await silent.store.save({
      site: harbor,
      scope: 'building',
      target: 61200,
      api: 'v4',
      id,
      hook: 'h',
      nextHook: null,
      bindings: [],
      createdAt: silent.clock.moment().wall,
      checkedAt: null,
      state: 'in-order',
    });
    let looks = 0;
    const lookAtAll = () => silent.integrations.lookAtAll().finally(() => (looks += 1));
    watchIntegrations({ clock: silent.clock, lookAtAll, reportFailure: failed });
    await expect.poll(() => looks, patient).toBe(1);
    await silent.drained();
    silent.clock.pass(hour);
    await expect.poll(() => looks, patient).toBe(2);
    expect([silent.alarms, registry.desk.alarms]).toEqual([[], []]);
  });
});
