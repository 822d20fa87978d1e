import type { Knock, StandingWall } from './wall.ts';

/** What the walls say of a delivery. `failed`: walls of which none of the kind let it pass. */
export type Verdict = {
  readonly passed: readonly StandingWall[];
  readonly failed: readonly StandingWall[];
  readonly refused: boolean;
};

/**
 * Walls of one kind are doors beside one another: passing one is enough, so that a secret can be changed without a gap. Each kind must be
 * passed. A wall that cannot be checked lets pass: a fault of ours never keeps a visitor from ringing.
 */
export function judge(walls: readonly StandingWall[], knock: Knock): Verdict {
  const passed = walls.filter(({ check }) => check?.(knock) === true);
  const open = new Set([...passed, ...walls.filter(({ check }) => check === null)].map(({ kind }) => kind));
  const failed = walls.filter(({ kind }) => !open.has(kind));
  return { passed, failed, refused: failed.some(({ mode }) => mode === 'enforce') };
}
