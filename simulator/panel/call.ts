import { z } from 'zod';

const Placed = z.object({ guid: z.string(), token: z.string() });
export type Placed = z.infer<typeof Placed>;

const CallState = z.object({
  status: z.string(),
  active: z.boolean(),
  accepted: z.boolean(),
  doorOpened: z.number(),
  over: z.boolean(),
});
export type CallState = z.infer<typeof CallState>;

export type Press = {
  readonly site: string;
  readonly panel: number;
  readonly unit: string | null;
  readonly picture: string;
};

/** Presses the button; null when the simulator does not take it. */
export async function press(body: Press): Promise<Placed | null> {
  try {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch('/panel/calls', {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(5_000),
    });
    return response.ok ? Placed.parse(await response.json()) : null;
  } catch {
    return null;
  }
}

/** How the call stands; null while the simulator does not answer. */
export async function readState({ guid, token }: Placed): Promise<CallState | null> {
  try {
    const headers = { authorization: `Bearer ${token}` };
    const response = await fetch(`/panel/calls/${guid}`, { headers, signal: AbortSignal.timeout(3_000) });
    return response.ok ? CallState.parse(await response.json()) : null;
  } catch {
    return null;
  }
}

/** The visitor leaves; best effort, for the room tells it too. */
export function leave({ guid, token }: Placed): void {
  void fetch(`/panel/calls/${guid}`, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${token}` },
    keepalive: true,
  }).catch(() => {});
}
