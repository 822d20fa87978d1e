import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { isOverfull } from '../../../server/hub/backlog.ts';
import { makeCrowd } from '../../../server/hub/crowd.ts';

/** A request as it would come from an address. */
function from(address: string): IncomingMessage {
  const socket = new Socket();
  Object.defineProperty(socket, 'remoteAddress', { value: address });
  return new IncomingMessage(socket);
}

describe('strangers at the door', () => {
  it('are let in up to the limit of their address and of all, and no further', () => {
    const crowd = makeCrowd({ inAll: 3, fromOne: 2 });
    const one = from('10.0.0.1');
    const two = from('10.0.0.2');
    crowd.came({}, one);
    expect(crowd.hasRoomFor(one)).toBe(true);
    crowd.came({}, one);
    expect([crowd.hasRoomFor(one), crowd.hasRoomFor(two)]).toEqual([false, true]);
    crowd.came({}, two);
    expect(crowd.hasRoomFor(two)).toBe(false);
  });

  it('make room once they showed a token or left, and only once each', () => {
    const crowd = makeCrowd({ inAll: 10, fromOne: 1 });
    const one = from('10.0.0.1');
    const stranger = {};
    crowd.came(stranger, one);
    crowd.settled(stranger);
    crowd.settled(stranger);
    expect(crowd.hasRoomFor(one)).toBe(true);
    crowd.came({}, one);
    expect(crowd.hasRoomFor(one)).toBe(false);
  });
});

describe('a seat that does not read', () => {
  const packets = (count: number, length: number) =>
    Array.from({ length: count }, () => ({ data: 'x'.repeat(length) }));
  it('is overfull by the number of messages or by their size', () => {
    const limit = { messages: 100, characters: 5_000 };
    expect(
      [packets(100, 10), packets(101, 1), packets(30, 200), packets(25, 200)].map((waiting) =>
        isOverfull(waiting, limit),
      ),
    ).toEqual([false, true, true, false]);
  });
});
