import type { WallTally } from '../../protocol/wall.ts';
import type { Cancel, Clock } from '../clock.ts';
import type { WallName } from './keptWall.ts';
import type { Knock } from './wall.ts';

export type KeptTally = WallName & { readonly tally: WallTally };

export type TallyStore = { readonly saveTally: (kept: KeptTally) => Promise<void> };

export type TallyParts = {
  readonly kept: readonly KeptTally[];
  readonly store: TallyStore;
  readonly clock: Clock;
};

/** What each wall has let pass and refused. An operator decides by it whether a wall may enforce, so it outlives a restart. */
export type Tallies = {
  readonly of: (name: WallName) => WallTally;
  readonly count: (name: WallName, what: 'passed' | 'refused', knock: Knock) => void;
  /** Counts from nothing again. */
  readonly restart: (name: WallName) => void;
  readonly forget: (name: WallName) => void;
  /** Writes down in the background what was counted since. */
  readonly flush: () => void;
};

/** A crash loses the counts of so long at most, in milliseconds; a delivery never waits for one. */
const writeEveryMs = 60_000;

export function makeTallies({ kept, store, clock }: TallyParts): Tallies {
  const known = new Map(kept.map((one) => [keyOf(one), one.tally]));
  const unwritten = new Map<string, WallName>();
  let waiting: Cancel | null = null;

  const fresh = (): WallTally => ({
    since: clock.moment().wall,
    passed: 0,
    lastPassedAt: null,
    refused: 0,
    lastRefusedAt: null,
    lastRefusedFrom: null,
  });
  function of(name: WallName): WallTally {
    const tally = known.get(keyOf(name)) ?? fresh();
    known.set(keyOf(name), tally);
    return tally;
  }
  function put(name: WallName, tally: WallTally): void {
    known.set(keyOf(name), tally);
    unwritten.set(keyOf(name), name);
    waiting ??= clock.after(writeEveryMs, flush);
  }
  function flush(): void {
    waiting?.();
    waiting = null;
    for (const [key, name] of unwritten) {
      unwritten.delete(key);
      store.saveTally({ ...name, tally: of(name) }).catch(() => void unwritten.set(key, name));
    }
  }
  return {
    of,
    count: (name, what, knock) => put(name, counted(of(name), what, knock)),
    restart: (name) => put(name, fresh()),
    forget: (name) => {
      known.delete(keyOf(name));
      unwritten.delete(keyOf(name));
    },
    flush,
  };
}

function counted(tally: WallTally, what: 'passed' | 'refused', { at, address }: Knock): WallTally {
  return what === 'passed'
    ? { ...tally, passed: tally.passed + 1, lastPassedAt: at }
    : { ...tally, refused: tally.refused + 1, lastRefusedAt: at, lastRefusedFrom: address };
}

const keyOf = ({ hook, wall }: WallName) => `${hook} ${wall}`;
