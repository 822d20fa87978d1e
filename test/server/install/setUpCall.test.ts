/** What the set-up call teaches of the linked account, over a real relay and the simulated ButterflyMX. */
import { expect, test } from 'vitest';
import { operator } from '../../../protocol/operator.ts';
import { aBuilding, type Building } from '../../harness/aBuilding.ts';
import { aDesk } from '../../harness/aDesk.ts';
import { linkAccount } from '../../harness/linkAccount.ts';
import { vestibule } from '../cli/vestibule.ts';

/** A site where every call rings, with the front desk's account linked and a check begun. */
async function aCheckedBuilding() {
  const building = await aBuilding();
  const { relay } = building;
  const account = await linkAccount(relay, 'front-desk', 'called');
  await relay.ask(operator.changeSite, { params: { site: 'demo' }, body: { whichRing: { kind: 'all' } } });
  const { at } = await relay.ask(operator.checkSite, { params: { site: 'demo' } });
  return { building, account, since: at };
}

/** A visitor calls `to`, a desk silences it, and the operator says that it was heard. */
async function hear({ relay, simulator }: Building, to: string, since: number): Promise<void> {
  using desk = await aDesk(relay.address, await relay.desk());
  const guid = await simulator.ring('demo', to);
  const { call } = await desk.until(({ call: { id } }) => id === guid);
  await desk.ask('silence', { callId: call.id });
  const told = await relay.answerTo(operator.noteHeard, { params: { site: 'demo' }, body: { since } });
  expect(told.body).toEqual({ noted: true });
}

const learnt = async ({ relay }: Building, account: string) =>
  (await relay.ask(operator.showAccount, { params: { account } })).users.map(({ userId }) => userId);

test('a set-up call to the front desk’s unit teaches by which number webhooks call its account, and account show tells it', async () => {
  const { building, account, since } = await aCheckedBuilding();
  await using _ = building;
  await hear(building, 'Front desk', since);
  expect(await learnt(building, account)).toEqual([5_100_230]);
  const shown = await vestibule(building.relay.dataDir, ['account', 'show', account]);
  expect(shown.out).toContain('Webhooks: name it user 5100230 at demo');
});

test('a resident’s call that rings here too teaches nothing', async () => {
  const { building, account, since } = await aCheckedBuilding();
  await using _ = building;
  await hear(building, '3A', since);
  expect(await learnt(building, account)).toEqual([]);
});
