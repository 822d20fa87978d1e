import { operator } from '../../protocol/operator.ts';
import type { Building } from './aBuilding.ts';

/** Makes a building as it was when it was new: no call, no desk. A door that was opened cools down all the same. */
export async function emptied({ relay }: Building): Promise<void> {
  for (const { desk } of await relay.ask(operator.listDesks, {}))
    await relay.ask(operator.revokeDesk, { params: { id: desk } });
  const { status } = await relay.answerTo(operator.startOver, {});
  if (status !== 200) throw new Error(`Starting over was answered ${status}.`);
}
