/** Real calls of the simulated vendor beside a thief's, and whether each promise to their visitors was kept. */
import { Timeline } from '../../protocol/admin.ts';
import type { CallId } from '../../protocol/call.ts';
import { operator } from '../../protocol/operator.ts';
import { within } from './scenario.ts';
import type { Key, ThievedBuilding } from './thievedBuilding.ts';
import type { Shown, TrickedDesk } from './trickedDesk.ts';

export type RealCall = {
  readonly guid: string;
  readonly number: number;
  readonly panel: number;
  readonly key: Key;
  /** Monotonic milliseconds. */
  readonly placedAt: number;
  /** How long after that it rang; null: it did not. */
  readonly rangAfterMs: number | null;
};
export type PlacedCall = Omit<RealCall, 'rangAfterMs'>;

/** The names under which a desk may have this call: its guid, in whatever case it came first; or its number, where that came first or alone. */
export const isNamed = ({ guid, number }: Pick<RealCall, 'guid' | 'number'>, id: CallId): boolean =>
  id.toLowerCase() === guid || id.replace(/~\d+$/, '') === `id:${number}`;

export async function place(
  building: ThievedBuilding,
  key: Key,
  options: { readonly to?: string; readonly panel: number },
): Promise<PlacedCall> {
  const placedAt = performance.now();
  const guid = await building.ring(key, options);
  return { guid, number: (await building.numberOf(guid)) ?? 0, panel: options.panel, key, placedAt };
}

/** Waits until the desk rings for it: on a card of its own, or as one of those that are only counted. */
export async function awaitRing(
  call: PlacedCall,
  { relay }: Pick<ThievedBuilding, 'relay'>,
  { desk, mostMs }: { readonly desk: TrickedDesk; readonly mostMs: number },
): Promise<RealCall> {
  const left = () => Math.max(0, mostMs - (performance.now() - call.placedAt));
  const isOf = (id: CallId) => isNamed(call, id);
  let rangAt: number | null = null;
  await within(left(), async () => {
    rangAt = ringsSince(desk.shown(isOf), call.placedAt);
    if (rangAt !== null) return true;
    if (desk.undrawn() > 0 && (await isCounted(call, relay))) rangAt = performance.now();
    return rangAt !== null;
  });
  return { ...call, rangAfterMs: rangAt === null ? null : Math.max(0, rangAt - call.placedAt) };
}

/** When the first of these views that still stood at `since` or came after it rang; null: none did. */
function ringsSince(shown: readonly Shown[], since: number): number | null {
  const newestBefore = new Map<CallId, Shown>();
  for (const one of shown) if (one.at < since) newestBefore.set(one.view.call.id, one);
  const standing = [...newestBefore.values(), ...shown.filter(({ at }) => at >= since)];
  return standing.find(({ view }) => view.phase === 'ringing')?.at ?? null;
}

/** True while a desk rings for the call, or somebody has it. */
export async function stands(
  call: PlacedCall,
  { relay }: Pick<ThievedBuilding, 'relay'>,
  desk: TrickedDesk,
): Promise<boolean> {
  const newest = new Map<CallId, Shown>();
  for (const one of desk.shown((id) => isNamed(call, id))) newest.set(one.view.call.id, one);
  if ([...newest.values()].some(({ view }) => view.phase !== 'ended')) return true;
  return desk.undrawn() > 0 && isCounted(call, relay);
}

/** True while it rings, though on no card of its own. */
async function isCounted({ guid, number }: PlacedCall, relay: ThievedBuilding['relay']): Promise<boolean> {
  for (const name of [guid, `id:${number}`, `id:${number}~2`]) {
    const told = Timeline.safeParse((await relay.answerTo(operator.explainCall, { params: { id: name } })).body);
    if (told.success && told.data.call.site === 'demo' && told.data.call.phase === 'ringing') return true;
  }
  return false;
}
