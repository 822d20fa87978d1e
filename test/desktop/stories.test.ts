/** Calls that did not ring, told of pages and networks: in a real Chromium, through a real proxy that fails. */
import { afterEach, expect, test } from 'vitest';
import { operator } from '../../protocol/operator.ts';
import { aProxy } from '../chaos/proxy.ts';
import type { Building } from '../harness/aBuilding.ts';
import { aDesk } from '../harness/aDesk.ts';
import { aHouse } from '../harness/aHouse.ts';
import { hearTheRing, openDeskOnShift } from '../harness/pages.ts';

const house = aHouse();

/** A call that rings on would be heard by the next test's desk. */
afterEach(async () => {
  using desk = await aDesk(house.building.relay.address, await house.building.relay.desk({ name: 'Caretaker' }));
  for (const { call, phase } of desk.picture.rings) if (phase === 'ringing') await desk.ask('end', { callId: call.id });
});

/** The same building, reached by the desk over another address. */
const behind = (address: string): Building => ({
  ...house.building,
  invite: async (name) => (await house.building.invite(name)).replace(house.building.relay.address, address),
});
const timelineOf = async (guid: string) =>
  await house.building.relay.ask(operator.explainCall, { params: { id: guid } });
async function untilFact(guid: string, what: string) {
  for (;;) {
    const facts = await timelineOf(guid).then(
      (timeline) => timeline.facts,
      () => [],
    );
    const found = facts.find((fact) => fact.what === what && fact.desk !== null);
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

test('story 1: the socket is open but dead; on resume the link is made anew and the call rings', async () => {
  const proxy = await aProxy(house.building.relay.address);
  const desk = await openDeskOnShift(await house.browser.window(), behind(proxy.address), 'Sleeping desk');
  proxy.loseStanding();
  await house.building.simulator.ring('demo');
  await desk.evaluate(() => dispatchEvent(new Event('online')));
  await hearTheRing(desk);
  await desk.context().close();
  proxy.close();
});

test('story 1: without a resume the heartbeat finds the dead socket, and the call rings', async () => {
  const proxy = await aProxy(house.building.relay.address);
  const desk = await openDeskOnShift(await house.browser.window(), behind(proxy.address), 'Dozing desk');
  proxy.loseStanding();
  await house.building.simulator.ring('demo');
  await hearTheRing(desk);
  await desk.context().close();
  proxy.close();
});

test('story 3: a page that nobody can see rings, and says that it was not seen', async () => {
  const window = await house.browser.window();
  await window.addInitScript(() => {
    Object.defineProperty(document, 'visibilityState', {
      get: () => (Reflect.get(globalThis, 'isHidden') === true ? 'hidden' : 'visible'),
    });
  });
  const desk = await openDeskOnShift(window, house.building, 'Hidden desk');
  await desk.evaluate(() => {
    Reflect.set(globalThis, 'isHidden', true);
    globalThis.requestAnimationFrame = () => 0;
  });
  const guid = await house.building.simulator.ring('demo');
  await untilFact(guid, 'sounding');
  expect((await untilFact(guid, 'notVisible')).detail).toContain('page not visible');
  expect((await timelineOf(guid)).facts.map(({ what }) => what)).not.toContain('shown');
  await desk.context().close();
});

test('story 4: notifications that fail take nothing with them: tone and card are there', async () => {
  const window = await house.browser.window();
  await window.addInitScript(() => {
    class Broken {
      static readonly permission = 'granted';
      constructor() {
        throw new TypeError('the system swallowed it');
      }
    }
    Reflect.set(globalThis, 'Notification', Broken);
  });
  const desk = await openDeskOnShift(window, house.building, 'Untoasted desk');
  const guid = await house.building.simulator.ring('demo');
  await hearTheRing(desk);
  await desk.locator(`[data-call="${guid}"]`).or(desk.locator('[data-call]').first()).first().waitFor();
  await desk.context().close();
});

test('story 5: the speaker is unplugged: the desk says so, the relay knows it, and plugged in again it rings', async () => {
  const window = await house.browser.window();
  await window.addInitScript(() => {
    let outputs = [{ kind: 'audiooutput', deviceId: 'default', label: 'USB headset', groupId: '' }];
    navigator.mediaDevices.enumerateDevices = async () => JSON.parse(JSON.stringify(outputs));
    Reflect.set(globalThis, 'plug', (isIn: boolean) => {
      outputs = isIn ? [{ kind: 'audiooutput', deviceId: 'default', label: 'USB headset', groupId: '' }] : [];
      navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
    });
  });
  const desk = await openDeskOnShift(window, house.building, 'Headset desk');
  await desk.evaluate(() => Reflect.get(globalThis, 'plug')(false));
  await desk.getByText('The speaker was unplugged.').waitFor();
  const told = async () =>
    (await house.building.relay.ask(operator.listDesks, {})).find(({ name }) => name === 'Headset desk');
  while ((await told())?.seats[0]?.because !== 'no-speaker') await new Promise((resolve) => setTimeout(resolve, 50));
  await desk.evaluate(() => Reflect.get(globalThis, 'plug')(true));
  await desk.getByText('The speaker was unplugged.').waitFor({ state: 'detached' });
  const guid = await house.building.simulator.ring('demo');
  await hearTheRing(desk);
  expect((await untilFact(guid, 'sounding')).detail).toContain('to USB headset');
  await desk.context().close();
});

test('story 11: a proxy that lets no WebSocket through: the desk comes in by long-polling, and rings', async () => {
  const proxy = await aProxy(house.building.relay.address);
  proxy.refuseWebSockets();
  const desk = await openDeskOnShift(await house.browser.window(), behind(proxy.address), 'Polling desk');
  await house.building.simulator.ring('demo');
  await hearTheRing(desk);
  await desk.context().close();
  proxy.close();
});
