import { Misbehaviour, wellBehaved } from '../faults/misbehaviour.ts';

/** One switch of the page: words for each thing that it can be set to, the usual one first. */
export type Switch<Value extends string> = Readonly<Record<Value, string>>;

type Delivery = Misbehaviour['webhooks']['delivery'];
type Shape = Misbehaviour['webhooks']['shape'];
/** `usual`, what every path does, or `scripted`: something finer that this page does not show. */
export type Api = 'usual' | 'scripted' | Misbehaviour['api'][number]['does'];

export const deliveries: Switch<Delivery> = {
  normal: 'As usual',
  lost: 'Lose webhooks',
  doubled: 'Send each twice',
  late: 'Send them 20 s late',
  'out-of-order': 'Send them out of order',
};
export const shapes: Switch<Shape> = {
  flat: 'As production sends them',
  envelope: 'As the vendor’s page says',
  'envelope-with-guid': 'The page’s, with a guid',
  'number-only': 'A number and nothing else',
};
export const answers: Switch<Exclude<Api, 'scripted'>> = {
  usual: 'As usual',
  slow: 'Answer slowly (3 s)',
  hang: 'Never answer',
  drop: 'Do it, but never answer',
  '500': 'Refuse everything (500)',
  '429': 'Too many requests (429)',
  '401': 'Refuse the token (401)',
  garbage: 'Answer nonsense',
};

export function apiOf({ api }: Misbehaviour): Api {
  const [rule] = api;
  if (rule === undefined) return 'usual';
  return api.length === 1 && rule.path === '/' && rule.times === null ? rule.does : 'scripted';
}

/** The whole behaviour with one switch turned; null for a word that the switch does not have. */
export function turned(behaviour: Misbehaviour, which: 'delivery' | 'shape' | 'api', to: string): Misbehaviour | null {
  const api = to === 'usual' ? [] : [{ path: '/', does: to }];
  const wanted =
    which === 'api' ? { ...behaviour, api } : { ...behaviour, webhooks: { ...behaviour.webhooks, [which]: to } };
  return Misbehaviour.safeParse(wanted).data ?? null;
}

export const isUsual = (behaviour: Misbehaviour) => JSON.stringify(behaviour) === JSON.stringify(wellBehaved);

const ask = (path: string, init: RequestInit = {}) => fetch(path, { ...init, signal: AbortSignal.timeout(3_000) });

/** Null while the simulator does not answer. */
export async function readBehaviour(): Promise<Misbehaviour | null> {
  try {
    return Misbehaviour.parse(await (await ask('/panel/behaviour')).json());
  } catch {
    return null;
  }
}

/** What holds then; null when it could not be set. */
export async function setBehaviour(behaviour: Misbehaviour): Promise<Misbehaviour | null> {
  try {
    const headers = { 'content-type': 'application/json' };
    const response = await ask('/panel/behaviour', { method: 'PUT', headers, body: JSON.stringify(behaviour) });
    return Misbehaviour.parse(await response.json());
  } catch {
    return null;
  }
}

/** Ends all calls and what goes wrong; best effort, for the page shows what came of it. */
export async function startOver(): Promise<void> {
  await ask('/panel/start-over', { method: 'POST' }).catch(() => {});
}
