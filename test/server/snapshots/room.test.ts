import { describe, expect, it } from 'vitest';
import { type Place, roomFor } from '../../../server/snapshots/room.ts';

const settled = () => new Promise<void>((resolve) => void setImmediate(resolve));

/** A room of 20 in which `enter` notes who was let in, in their order. */
function aRoom() {
  const room = roomFor(20);
  const inside: string[] = [];
  const places = new Map<string, Place>();
  const enter = (name: string, bytes: number) =>
    void room.enter(bytes).then((place) => {
      inside.push(name);
      places.set(name, place);
    });
  return { enter, inside, place: (name: string) => places.get(name) };
}

describe('room for pictures', () => {
  it('lets in what fits, and the rest when somebody leaves', async () => {
    const { enter, inside, place } = aRoom();
    for (const name of ['a', 'b', 'c', 'd', 'e']) enter(name, 5);
    await settled();
    const before = [...inside];
    place('b')?.leave();
    await settled();
    expect({ before, after: inside }).toEqual({ before: ['a', 'b', 'c', 'd'], after: ['a', 'b', 'c', 'd', 'e'] });
  });

  it('lets the next in as soon as those inside prove smaller', async () => {
    const { enter, inside, place } = aRoom();
    for (const name of ['a', 'b', 'c']) enter(name, 10);
    await settled();
    place('a')?.shrinkTo(4);
    await settled();
    const before = [...inside];
    place('b')?.shrinkTo(6);
    await settled();
    expect({ before, after: inside }).toEqual({ before: ['a', 'b'], after: ['a', 'b', 'c'] });
  });

  it('lets the newest in first', async () => {
    const { enter, inside, place } = aRoom();
    for (const name of ['a', 'old', 'new']) enter(name, 20);
    await settled();
    place('a')?.leave();
    await settled();
    expect(inside).toEqual(['a', 'new']);
  });

  it('gives no room twice, however often somebody leaves', async () => {
    const { enter, inside, place } = aRoom();
    for (const name of ['a', 'b', 'c', 'd']) enter(name, 10);
    await settled();
    place('a')?.leave();
    place('a')?.leave();
    place('a')?.shrinkTo(10);
    await settled();
    expect(inside).toEqual(['a', 'b', 'd']);
  });
});
