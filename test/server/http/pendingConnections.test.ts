import { describe, expect, it } from 'vitest';
import { type Crowd, makeCrowd, type TurnedOut } from '../../../server/http/pendingConnections.ts';
import { manualClock } from '../../fakes/manualClock.ts';

type Setting = { readonly inAll?: number; readonly fromOne?: number; readonly many?: readonly string[] };

/** A crowd whose chance always takes the last that it may; names stand for strangers. */
function aCrowd({ inAll = 100, fromOne = 100, many = [] }: Setting = {}) {
  const clock = manualClock();
  const told: TurnedOut[] = [];
  const out: string[] = [];
  const who = new Map<string, object>();
  const crowd: Crowd = makeCrowd({
    clock,
    inAll,
    fromOne,
    isMany: (address) => many.includes(address),
    pick: (count) => count - 1,
    turnedOut: (because) => void told.push(because),
  });
  const known = (name: string) => who.get(name) ?? {};
  return {
    clock,
    told,
    out,
    has: (name: string) => crowd.has(known(name)),
    settled: (name: string) => crowd.settled(known(name)),
    came: (name: string, address = '10.0.0.1', withinMs = 5_000) => {
      const one = {};
      who.set(name, one);
      crowd.came(one, { address, withinMs, close: () => void out.push(name) });
    },
  };
}

describe('a stranger', () => {
  it('has a time of its own and is turned out when it is over', () => {
    const { clock, came, out, told, has } = aCrowd();
    came('first');
    clock.pass(3_000);
    came('second');
    clock.pass(2_000);
    expect([out, told, has('first'), has('second')]).toEqual([['first'], ['late'], false, true]);
  });

  it('who is known in time stays, however long', () => {
    const { clock, came, settled, out } = aCrowd();
    came('desk');
    clock.pass(4_999);
    settled('desk');
    settled('desk');
    clock.pass(60_000);
    expect(out).toEqual([]);
  });

  it('who was known and is not any more has that time once again', () => {
    const { clock, came, settled, out } = aCrowd();
    came('desk');
    settled('desk');
    clock.pass(60_000);
    came('desk');
    clock.pass(4_999);
    expect(out).toEqual([]);
    clock.pass(1);
    expect(out).toEqual(['desk']);
  });
});

describe('a crowd that is full', () => {
  it('lets the newcomer in, and the address with the most strangers loses one', () => {
    const { came, out, told, has } = aCrowd({ inAll: 4 });
    for (const name of ['a', 'b', 'c']) came(name, '203.0.113.9');
    came('lone', '192.0.2.1');
    came('desk', '198.51.100.7');
    expect([out, told]).toEqual([['b'], ['crowd']]);
    expect(['lone', 'desk'].map(has)).toEqual([true, true]);
  });

  it('never turns out the newcomer, though its own address has the most', () => {
    const { came, out, has } = aCrowd({ inAll: 3 });
    for (const name of ['a', 'b', 'c', 'newest']) came(name);
    expect([out, has('newest')]).toEqual([['b'], true]);
  });

  it('turns out none of those that have only just come', () => {
    const { came, out } = aCrowd({ inAll: 10 });
    for (let count = 0; count < 15; count++) came(`${count}`);
    expect(out).toEqual(['4', '5', '6', '7', '8']);
  });

  it('turns out one of the others where every address has one', () => {
    const { came, out, has } = aCrowd({ inAll: 2 });
    came('a', '192.0.2.1');
    came('b', '192.0.2.2');
    came('newest', '192.0.2.3');
    expect([out, has('newest')]).toEqual([['b'], true]);
  });

  it('has room again for each who left', () => {
    const { came, settled, out } = aCrowd({ inAll: 2 });
    came('a');
    came('b');
    settled('a');
    came('c');
    expect(out).toEqual([]);
  });

  it('keeps its size through a flood', () => {
    const { came, out } = aCrowd({ inAll: 50 });
    for (let count = 0; count < 1_000; count++) came(`${count}`, `192.0.2.${count % 7}`);
    expect(out).toHaveLength(950);
  });
});

describe('one address', () => {
  it('loses one of its own when it has too many, and nobody else does', () => {
    const { came, out, told, has } = aCrowd({ fromOne: 2 });
    came('elsewhere', '192.0.2.1');
    for (const name of ['a', 'b', 'newest']) came(name);
    expect([out, told]).toEqual([['a'], ['address']]);
    expect(['elsewhere', 'newest'].map(has)).toEqual([true, true]);
  });

  it('that many people share has no limit but that of all', () => {
    const { came, out, told } = aCrowd({ inAll: 4, fromOne: 2, many: ['10.0.0.1'] });
    for (const name of ['a', 'b', 'c', 'd', 'e']) came(name);
    expect([out, told]).toEqual([['b'], ['crowd']]);
  });
});
