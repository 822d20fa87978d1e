import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { vector } from './vector.ts';

/** Posts a call to a hook that ButterflyMX knows nothing of, as whoever has the hook's address can; at the panel whose door is proven. Resolves with its guid. */
export async function aFalseCall(hook: string, unit: string | null = null): Promise<string> {
  const guid = randomUUID();
  const place = { id: 40_217, name: 'Front entrance' };
  const body = {
    ...z.record(z.string(), z.unknown()).parse(vector('webhook-call-create.flat')),
    guid,
    panel: place,
    source: place,
    user: null,
    unit: unit === null ? null : { label: unit },
    image_url: null,
  };
  const { status } = await fetch(hook, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (status !== 200) throw new Error(`The relay answered ${status} to a call.`);
  return guid;
}
