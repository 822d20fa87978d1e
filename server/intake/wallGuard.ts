import type { Alarms } from '../alerts/alarms.ts';
import type { Clock } from '../clock.ts';
import type { Hook } from '../desks/hook.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { addressesCheck } from '../walls/addresses.ts';
import type { HookWalls } from '../walls/hookWalls.ts';
import { judge } from '../walls/verdict.ts';
import type { Knock, StandingWall } from '../walls/wall.ts';

/** True for a delivery that may be read. Counts and tells what the walls said of it. */
export type LetsIn = (hook: Hook, knock: Omit<Knock, 'at'>) => boolean;

export type WallGuardParts = {
  readonly walls: Pick<HookWalls, 'standing' | 'count'>;
  /** Addresses and networks from which alone anything may come, to every hook; empty for all. */
  readonly hookFrom: readonly string[];
  readonly metrics: Pick<Metrics, 'wall'>;
  readonly alarms: Pick<Alarms, 'raise'>;
  readonly clock: Clock;
  readonly log: Log;
};

/** A hook whose walls refuse is on the log once in this time, in milliseconds. */
const logEveryMs = 60_000;

export function wallGuard({ walls, hookFrom, metrics, alarms, clock, log }: WallGuardParts): LetsIn {
  const forAll = hookFrom.length === 0 ? [] : [configuredWall(hookFrom)];
  const noted = new Map<string, { readonly mono: number; readonly unsaid: number }>();

  function note(hook: Hook, { address }: Knock, failed: readonly StandingWall[]): void {
    const { mono } = clock.moment();
    const before = noted.get(hook.id);
    if (before !== undefined && mono - before.mono < logEveryMs)
      return void noted.set(hook.id, { ...before, unsaid: before.unsaid + 1 });
    noted.set(hook.id, { mono, unsaid: 0 });
    const told = failed.map(({ wall, mode }) => `${wall} (${mode})`);
    log.warn({ hook: hook.id, walls: told, address, others: before?.unsaid ?? 0 }, 'walls do not let a delivery pass');
  }

  return (hook, sent) => {
    const own = walls.standing(hook.wallsOf ?? hook.id);
    if (own.length + forAll.length === 0) return true;
    const knock = { ...sent, at: clock.moment().wall };
    const { passed, failed, refused } = judge([...forAll, ...own], knock);
    const nameOf = ({ wall }: StandingWall) => ({ hook: hook.wallsOf ?? hook.id, wall });
    for (const wall of passed) if (own.includes(wall)) walls.count(nameOf(wall), 'passed', knock);
    for (const wall of failed) {
      if (own.includes(wall)) walls.count(nameOf(wall), 'refused', knock);
      metrics.wall(hook.id, wall.wall, wall.mode);
    }
    if (failed.length > 0) note(hook, knock, failed);
    if (refused) alarms.raise({ kind: 'wall-refusing', site: hook.site, hook: hook.id });
    return !refused;
  };
}

const configuredWall = (hookFrom: readonly string[]): StandingWall => ({
  wall: 'VESTIBULE_HOOK_FROM',
  kind: 'configured',
  mode: 'enforce',
  check: addressesCheck(hookFrom),
});
