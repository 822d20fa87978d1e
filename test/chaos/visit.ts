/** One real visitor beside a thief: the call is placed, rings, stands while the visitor waits, and ends. */
import { setTimeout as wait } from 'node:timers/promises';
import { Timeline } from '../../protocol/admin.ts';
import { operator } from '../../protocol/operator.ts';
import { awaitRing, isNamed, type PlacedCall, place, type RealCall, stands } from './besideThief.ts';
import { ms, within } from './scenario.ts';
import type { Setting, ThievedBuilding } from './thievedBuilding.ts';
import type { TrickedDesk } from './trickedDesk.ts';

export type Visiting = {
  readonly setting: Setting;
  /** Each call is put here as soon as it is placed: from then on the thief may know its number. */
  readonly placed: PlacedCall[];
  /** The guids that the thief knows: of calls that rang, and of calls that may not have been delivered yet. */
  readonly betrayed: { readonly rang: string[]; readonly early: string[] };
  readonly chance: () => number;
  readonly mostMs: number;
};
export type Visited = { readonly call: RealCall; readonly broken: readonly string[] };

const shapes = ['flat', 'envelope', 'envelope-with-guid', 'number-only'] as const;
/** What tells nothing but a number tells no home either. */
const homeShapes = ['flat', 'envelope', 'envelope-with-guid'] as const;
/** How long a visitor waits at the panel after the desk was heard. */
const patienceMs = 2_500;
/** After an end that no list confirms the vendor is asked within so long. */
const askedWithinMs = 2_000;
/** An end that only the thief told is found out within so long. */
const silencedMs = 5_000;

export async function visit(building: ThievedBuilding, desk: TrickedDesk, visiting: Visiting): Promise<Visited> {
  const { setting, placed, betrayed, chance, mostMs } = visiting;
  const { simulator } = building;
  const to = chance() < 0.2 ? '12F' : chance() < 0.3 ? 'Front desk' : undefined;
  const among = to === '12F' ? homeShapes : shapes;
  const shape = among[Math.floor(chance() * among.length)] ?? 'flat';
  await simulator.misbehave({ webhooks: { shape } });
  const key = chance() < 0.6 ? 'good' : 'leaked';
  const told = await place(building, key, { panel: chance() < 0.5 ? 40_217 : 40_218, ...(to && { to }) });
  placed.push(told);
  /** Where nobody can be asked how a call stands, whoever knows its guid can end it before it rings, as the vendor itself could. */
  const canTell = setting === 'called account' && to !== '12F';
  if (canTell) betrayed.early.push(told.guid);
  const limitMs = canTell ? mostMs + askedWithinMs : mostMs;
  const call = await awaitRing(told, building, { desk, mostMs: limitMs });
  betrayed.rang.push(told.guid);
  const what = `a real call (${shape}, ${key} key, ${to ?? 'attendants'}, id:${call.number})`;
  const broken: string[] = [];
  if (call.rangAfterMs === null) broken.push(`${what} did not ring within ${ms(limitMs)}`);
  await wait(patienceMs);
  const isWaiting = async () => (await simulator.status(call.guid)) === 'initializing';
  if (call.rangAfterMs !== null && canTell && (await isWaiting())) {
    const stood = await within(silencedMs, async () => (await stands(call, building, desk)) || !(await isWaiting()));
    if (stood === null) broken.push(`${what} was silenced while its visitor waited`);
  }
  await simulator.setStatus(call.guid, 'canceled');
  if (await isCalledFalse(building, desk, call)) broken.push(`${what} is called not known`);
  return { call, broken };
}

async function isCalledFalse({ relay }: ThievedBuilding, desk: TrickedDesk, call: PlacedCall): Promise<boolean> {
  const shown = desk.shown((id) => isNamed(call, id)).filter(({ at }) => at >= call.placedAt);
  if (shown.some(({ view }) => view.call.confirmation === 'not-known')) return true;
  const told = Timeline.safeParse((await relay.answerTo(operator.explainCall, { params: { id: call.guid } })).body);
  return told.success && told.data.call.notKnown;
}
