import type { Alarms } from '../alerts/alarms.ts';
import type { Directory } from '../desks/directory.ts';
import type { HookWalls } from '../walls/hookWalls.ts';

export type WatchWallsParts = {
  readonly walls: Pick<HookWalls, 'lines' | 'onChange'>;
  readonly directory: Pick<Directory, 'hooks'>;
  readonly alarms: Pick<Alarms, 'raise' | 'clear'>;
};

/** Alarms of hooks one of whose walls should enforce and cannot be checked; a change of walls ends the alarm that they refuse, until they do so again. */
export function watchWalls({ walls, directory, alarms }: WatchWallsParts): void {
  const isUnchecked = (hook: string) =>
    walls.lines(hook).some(({ mode, trouble }) => mode === 'enforce' && trouble !== null);
  function look(): void {
    for (const { id, site, wallsOf, revokedAt } of directory.hooks())
      if (revokedAt === null && isUnchecked(wallsOf)) alarms.raise({ kind: 'wall-unchecked', site, hook: id });
      else alarms.clear({ kind: 'wall-unchecked', site, hook: id });
  }
  look();
  walls.onChange((changed) => {
    for (const { id, site, wallsOf } of directory.hooks())
      if (wallsOf === changed) alarms.clear({ kind: 'wall-refusing', site, hook: id });
    look();
  });
}
