import { z } from 'zod';
import type { Building } from './aBuilding.ts';

const Desks = z.array(z.object({ desk: z.string() }));

/** Makes a building as it was when it was new: no call, no desk. A door that was opened cools down all the same. */
export async function emptied({ relay }: Building): Promise<void> {
  for (const { desk } of Desks.parse((await relay.operator('GET', '/api/desks')).body))
    await relay.operator('DELETE', `/api/desks/${desk}`);
  const { status } = await relay.operator('POST', '/api/demo/start-over');
  if (status !== 200) throw new Error(`Starting over was answered ${status}.`);
}
