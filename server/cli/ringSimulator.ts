import { z } from 'zod';
import { err, ok, type Result } from '../../protocol/result.ts';
import { deadlineIn } from '../clock.ts';

const deadlineMs = 5_000;
const Placed = z.object({ guid: z.string() });
const Refused = z.object({ message: z.string() });

/** Asks the simulator on this machine for one call; gives the call's guid, or a sentence that says what is missing. */
export async function ringSimulator(site: string, port: number): Promise<Result<string, string>> {
  const address = `http://127.0.0.1:${port}`;
  const request = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ site }),
    signal: deadlineIn(deadlineMs),
  };
  const response = await fetch(`${address}/simulator/calls`, request).catch(() => null);
  if (response === null) return err(`No simulator is running at ${address}. Start one with npm start.`);
  const answer: unknown = await response.json().catch(() => null);
  const placed = Placed.safeParse(answer);
  if (response.ok && placed.success) return ok(placed.data.guid);
  const refused = Refused.safeParse(answer);
  return err(refused.success ? refused.data.message : `What runs at ${address} is no simulator of Vestibule.`);
}
