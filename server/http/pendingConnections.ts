import type { Cancel, Clock } from '../clock.ts';

/** Whoever has come and shown no good key or token yet: a connection, or the session of a page that is not seated. */
export type Stranger = {
  /** Where it comes from, as the limits count. */
  readonly address: string;
  /** Milliseconds that it has until it must be known. */
  readonly withinMs: number;
  /** Turns it out at once: it may be one that does not read. */
  readonly close: () => void;
};

/** Why a stranger was turned out: its time was over, its address has too many, or all addresses together have. */
export type TurnedOut = 'late' | 'address' | 'crowd';

/** Those at the door. A newcomer is always let in, for it may be a desk or a delivery; where there is no room another one goes. */
export type Crowd = {
  readonly came: (who: object, stranger: Stranger) => void;
  /** It is known now, or it left. */
  readonly settled: (who: object) => void;
  readonly has: (who: object) => boolean;
};

export type CrowdParts = {
  readonly clock: Pick<Clock, 'after'>;
  /** How many strangers there may be in all, and from one address. */
  readonly inAll: number;
  readonly fromOne: number;
  /** True of an address that many people may share, so that it has no limit of its own. */
  readonly isMany: (address: string) => boolean;
  /** A whole number from 0 to below `count`, by chance. */
  readonly pick: (count: number) => number;
  readonly turnedOut: (because: TurnedOut) => void;
};

export function makeCrowd({ clock, inAll, fromOne, isMany, pick, turnedOut }: CrowdParts): Crowd {
  const strangers = new Map<object, Stranger & { readonly cancel: Cancel }>();
  const from = new Map<string, Set<object>>();
  const anyOf = <T>(some: readonly T[]): T | undefined => some[pick(some.length)];
  /** Of the older half, for a desk or a delivery that has just come shows what it has in its next words. */
  const older = (address: string, newcomer: object) => {
    const others = [...(from.get(address) ?? [])].filter((stranger) => stranger !== newcomer);
    return others.slice(0, Math.ceil(others.length / 2));
  };

  function settled(who: object): void {
    const stranger = strangers.get(who);
    if (stranger === undefined) return;
    stranger.cancel();
    strangers.delete(who);
    const here = from.get(stranger.address);
    here?.delete(who);
    if (here?.size === 0) from.delete(stranger.address);
  }

  function turnOut(who: object | undefined, because: TurnedOut): void {
    const stranger = who === undefined ? undefined : strangers.get(who);
    if (who === undefined || stranger === undefined) return;
    settled(who);
    turnedOut(because);
    stranger.close();
  }

  /** Chance decides between equals: a flood from everywhere must not know whom it pushes out. */
  function fullestAddress(newcomer: object): string | undefined {
    let most = 1;
    let fullest: string[] = [];
    for (const [address, here] of from) {
      const count = here.has(newcomer) ? here.size - 1 : here.size;
      if (count > most) fullest = [];
      if (count >= most) fullest.push(address);
      most = Math.max(most, count);
    }
    return anyOf(fullest);
  }

  function makeRoom(newcomer: object, address: string): void {
    const here = from.get(address)?.size ?? 0;
    if (here > fromOne && !isMany(address)) turnOut(anyOf(older(address, newcomer)), 'address');
    const fullest = strangers.size > inAll ? fullestAddress(newcomer) : undefined;
    if (fullest !== undefined) turnOut(anyOf(older(fullest, newcomer)), 'crowd');
  }

  return {
    settled,
    has: (who) => strangers.has(who),
    came: (who, stranger) => {
      settled(who);
      const { address, withinMs } = stranger;
      strangers.set(who, { ...stranger, cancel: clock.after(withinMs, () => turnOut(who, 'late')) });
      const here = from.get(address);
      if (here === undefined) from.set(address, new Set([who]));
      else here.add(who);
      makeRoom(who, address);
    },
  };
}
