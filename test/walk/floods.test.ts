/** More calls than any building has, by a key that somebody else holds too: what ButterflyMX's lists can tell apart waits for them, and a visitor rings all the same. */
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { CallLine } from '../../protocol/admin.ts';
import { operator } from '../../protocol/operator.ts';
import { aBuilding, type Building } from '../harness/aBuilding.ts';
import { aDesk } from '../harness/aDesk.ts';
import { aFalseCall } from '../harness/aFalseCall.ts';
import type { RunningRelay } from '../harness/aRelay.ts';
import { linkAccount } from '../harness/linkAccount.ts';

const narrow = { VESTIBULE_HOOK_BURST: '1', VESTIBULE_HOOK_RATE: '1', VESTIBULE_UNCONFIRMED_SITE: '0' };
const noAccount = { VESTIBULE_BUTTERFLYMX_TOKEN: '' };

/** A thief's calls by the building's own hook, all at once; with a unit of the front desk's account, so that its list would name them. */
async function flood(hook: string, count = 12): Promise<readonly string[]> {
  return Promise.all(Array.from({ length: count }, () => aFalseCall(hook, 'Front desk')));
}

/** The building's own hook, which the simulator delivers to. */
async function leakedHook({ relay, simulator }: Pick<Building, 'relay' | 'simulator'>): Promise<string> {
  const { url } = await relay.hook();
  await simulator.register('demo', 'Harbor House', url);
  return url;
}

async function rungAt(relay: RunningRelay): Promise<readonly string[]> {
  const { body } = await relay.answerTo(operator.listCalls, { query: { site: 'demo' } });
  return z
    .array(CallLine)
    .parse(body)
    .map(({ id }) => String(id));
}

async function untilAllRang(relay: RunningRelay, guids: readonly string[]): Promise<void> {
  for (;;) {
    const rung = await rungAt(relay);
    if (guids.every((guid) => rung.includes(guid))) return;
    await wait(100);
  }
}

const alarmsOf = async (relay: RunningRelay) => (await relay.ask(operator.listAlarms, {})).map(({ kind }) => kind);

test('where a called account answers, false calls of a flood wait without a ring, and the real one among them rings', async () => {
  await using building = await aBuilding({ env: narrow });
  const { relay, simulator } = building;
  await linkAccount(relay, 'front-desk', 'called');
  const hook = await leakedHook(building);
  using desk = await aDesk(relay.address, await relay.desk());

  const [before, real, after] = await Promise.all([flood(hook), simulator.ring('demo', 'Front desk'), flood(hook)]);
  expect((await desk.until(({ call }) => call.id === real)).phase).toBe('ringing');

  const falseOnes = [...before, ...after];
  const rung = (await rungAt(relay)).filter((guid) => falseOnes.includes(guid));
  expect(rung.length).toBeLessThan(falseOnes.length);
  expect(await alarmsOf(relay)).toContain('hook-flooded');
});

test('where no account can tell, nothing of a flood waits: any of it may be a visitor', async () => {
  await using building = await aBuilding({ env: { ...narrow, ...noAccount } });
  const { relay } = building;
  await untilAllRang(relay, await flood(await leakedHook(building)));
  expect(await alarmsOf(relay)).toContain('hook-flooded');
});

test('a burst of 0 lets every call ring, with an account too, and alarms nobody', async () => {
  await using building = await aBuilding({ env: { ...narrow, VESTIBULE_HOOK_BURST: '0' } });
  const { relay } = building;
  await linkAccount(relay, 'front-desk', 'called');
  await untilAllRang(relay, await flood(await leakedHook(building)));
  expect(await alarmsOf(relay)).not.toContain('hook-flooded');
});
