import { err, ok, type Result } from '../../protocol/result.ts';
import type { NewWall, WallLine, WallMode, WallRule } from '../../protocol/wall.ts';
import type { Clock } from '../clock.ts';
import type { Seal } from '../seal.ts';
import { checkOf, type KeptWall, keepSecret, openSecret, sealSecret, type WallName } from './keptWall.ts';
import { type KeptTally, makeTallies, type Tallies, type TallyStore } from './tallies.ts';
import type { StandingWall } from './wall.ts';

/** Where walls are kept. Each write is durable when it resolves. */
export type WallStore = TallyStore & {
  readonly load: () => Promise<{ readonly walls: readonly KeptWall[]; readonly tallies: readonly KeptTally[] }>;
  readonly saveWall: (wall: KeptWall) => Promise<void>;
  readonly removeWall: (name: WallName) => Promise<void>;
};

/** The walls of every hook, read from memory. `hook` is always the one that they were built for (`Hook.wallsOf`). */
export type HookWalls = Pick<Tallies, 'count' | 'flush'> & {
  readonly standing: (hook: string) => readonly StandingWall[];
  readonly lines: (hook: string) => readonly WallLine[];
  readonly add: (hook: string, asked: NewWall) => Promise<Result<WallLine, WallRefusal>>;
  /** Null when there is no such wall. Another mode counts from nothing. */
  readonly setMode: (name: WallName, mode: WallMode) => Promise<WallLine | null>;
  /** False when there is no such wall. */
  readonly remove: (name: WallName) => Promise<boolean>;
  readonly onChange: (listener: (hook: string) => void) => void;
};

export type WallRefusal = { readonly error: 'no-key' | 'too-many-walls'; readonly message: string };

export type HookWallsParts = { readonly store: WallStore; readonly seal: Seal; readonly clock: Clock };

type Built = { readonly kept: KeptWall; readonly standing: StandingWall; readonly trouble: string | null };

const mostWalls = 20;

/** Reads them all, once. */
export async function makeHookWalls({ store, seal, clock }: HookWallsParts): Promise<HookWalls> {
  const rows = await store.load();
  const tallies = makeTallies({ kept: rows.tallies, store, clock });
  const built = new Map<string, readonly Built[]>();
  const listeners: ((hook: string) => void)[] = [];
  let last: Promise<unknown> = Promise.resolve();
  for (const kept of rows.walls) built.set(kept.hook, [...at(kept.hook), build(kept, seal)]);
  reseal();

  function at(hook: string): readonly Built[] {
    return built.get(hook) ?? [];
  }
  const find = ({ hook, wall }: WallName) => at(hook).find(({ kept }) => kept.wall === wall)?.kept ?? null;
  const line = ({ kept, trouble }: Built): WallLine => ({
    wall: kept.wall,
    mode: kept.mode,
    rule: kept.rule,
    addedAt: kept.addedAt,
    seen: tallies.of(kept),
    trouble,
  });

  /** One change after another, so that two walls never get one name. */
  function inTurn<T>(change: () => Promise<T>): Promise<T> {
    const turn = last.then(change);
    last = turn.catch(() => {});
    return turn;
  }

  async function put(kept: KeptWall): Promise<WallLine> {
    await store.saveWall(kept);
    const others = at(kept.hook);
    const now = build(kept, seal);
    const isThere = others.some((one) => one.kept.wall === kept.wall);
    const after = isThere ? others.map((one) => (one.kept.wall === kept.wall ? now : one)) : [...others, now];
    built.set(kept.hook, after);
    for (const listener of listeners) listener(kept.hook);
    return line(now);
  }

  async function add(hook: string, asked: NewWall): Promise<Result<WallLine, WallRefusal>> {
    if (at(hook).length >= mostWalls)
      return err({ error: 'too-many-walls', message: `A hook has at most ${mostWalls} walls. Remove one first.` });
    const name = { hook, wall: freeName(asked.kind, at(hook)) };
    const secret = keepSecret(asked, name, seal);
    if (!secret.ok) return err({ error: 'no-key', message: secret.error });
    const kept = { ...name, mode: 'observe', rule: ruleOf(asked), secret: secret.value } as const;
    tallies.restart(name);
    return ok(await put({ ...kept, addedAt: clock.moment().wall }));
  }

  async function setMode(name: WallName, mode: WallMode): Promise<WallLine | null> {
    const kept = find(name);
    if (kept === null) return null;
    if (kept.mode !== mode) tallies.restart(name);
    return put({ ...kept, mode });
  }

  async function remove(name: WallName): Promise<boolean> {
    if (find(name) === null) return false;
    await store.removeWall(name);
    built.set(
      name.hook,
      at(name.hook).filter(({ kept }) => kept.wall !== name.wall),
    );
    tallies.forget(name);
    for (const listener of listeners) listener(name.hook);
    return true;
  }

  /** Every secret is sealed by the newest key, so that an older one may be taken away. */
  function reseal(): void {
    for (const { kept } of [...built.values()].flat()) {
      if (kept.secret.kind !== 'sealed' || seal.isNewest(Buffer.from(kept.secret.blob, 'base64'))) continue;
      const opened = openSecret(kept.secret.blob, kept, seal);
      const secret = opened.ok ? sealSecret(opened.value, kept, seal) : opened;
      if (secret.ok) inTurn(() => put({ ...kept, secret: secret.value })).catch(() => {});
    }
  }

  return {
    standing: (hook) => at(hook).map(({ standing }) => standing),
    lines: (hook) => at(hook).map(line),
    add: (hook, asked) => inTurn(() => add(hook, asked)),
    setMode: (name, mode) => inTurn(() => setMode(name, mode)),
    remove: (name) => inTurn(() => remove(name)),
    onChange: (listener) => void listeners.push(listener),
    count: tallies.count,
    flush: tallies.flush,
  };
}

function build(kept: KeptWall, seal: Seal): Built {
  const check = checkOf(kept, seal);
  const standing = { wall: kept.wall, kind: kept.rule.kind, mode: kept.mode, check: check.ok ? check.value : null };
  return { kept, standing, trouble: check.ok ? null : check.error };
}

/** The kind itself for the first of it, then `kind-2` and on. */
function freeName(kind: WallRule['kind'], there: readonly Built[]): string {
  const taken = new Set(there.map(({ kept }) => kept.wall));
  const names = Array.from({ length: mostWalls }, (_, place) => (place === 0 ? kind : `${kind}-${place + 1}`));
  return names.find((name) => !taken.has(name)) ?? kind;
}

function ruleOf(asked: NewWall): WallRule {
  if (asked.kind === 'addresses') return asked;
  const { secret: _secret, ...rule } = asked;
  return rule;
}
