import { describe, expect, it } from 'vitest';
import { makeLog } from '../../../server/log.ts';
import { makeDecoder, service } from '../../../server/snapshots/decoder.ts';
import type { Decoded, PictureProcess } from '../../../server/snapshots/pictureProcess.ts';
import { manualClock } from '../../fakes/manualClock.ts';

const bytes = Buffer.from('picture');
const settled = () => new Promise<void>((resolve) => void setImmediate(resolve));

/** A decoder whose processes do as told: each answers `picture`, and dies of it where it says so. */
function aDecoder({ diesOf = -1, waits = false } = {}) {
  const clock = manualClock();
  const ended: number[] = [];
  const begun: string[] = [];
  const finish: (() => void)[] = [];
  let started = 0;
  const start = (): PictureProcess => {
    const name = started++;
    let alive = true;
    return {
      isAlive: () => alive,
      end: () => {
        if (alive) ended.push(name);
        alive = false;
      },
      decode: async (): Promise<Decoded> => {
        begun.push(`${name}`);
        if (waits) await new Promise<void>((resolve) => void finish.push(resolve));
        alive = begun.length - 1 !== diesOf;
        return alive
          ? { kind: 'picture', jpeg: bytes, torn: false }
          : { kind: 'none', because: 'too-costly', detail: 'memory' };
      },
    };
  };
  const decoder = makeDecoder({ clock, log: makeLog('silent'), start });
  return { decoder, clock, begun, ended, finish, started: () => started };
}
const several = async (decoder: ReturnType<typeof aDecoder>['decoder'], count: number) => {
  for (let turn = 0; turn < count; turn++) await decoder.decode(bytes, 'strictly');
};

describe('the decoder of pictures', () => {
  it('starts no process before the first picture, and one for several', async () => {
    const { decoder, started } = aDecoder();
    const before = started();
    await several(decoder, 3);
    expect({ before, after: started() }).toEqual({ before: 0, after: 1 });
  });

  it('has one picture decoded at a time', async () => {
    const { decoder, begun, finish } = aDecoder({ waits: true });
    const both = [decoder.decode(bytes, 'strictly'), decoder.decode(bytes, 'strictly')];
    await settled();
    const before = begun.length;
    finish[0]?.();
    await settled();
    finish[1]?.();
    await Promise.all(both);
    expect({ before, after: begun.length }).toEqual({ before: 1, after: 2 });
  });

  it('takes another process after a picture that one died of', async () => {
    const { decoder, begun } = aDecoder({ diesOf: 0 });
    const outcomes = [await decoder.decode(bytes, 'strictly'), await decoder.decode(bytes, 'strictly')];
    expect({ kinds: outcomes.map(({ kind }) => kind), begun }).toEqual({
      kinds: ['none', 'picture'],
      begun: ['0', '1'],
    });
  });

  it('takes another process after so many pictures', async () => {
    const { decoder, begun, ended } = aDecoder();
    await several(decoder, service.pictures + 1);
    expect({ last: begun.slice(-2), ended }).toEqual({ last: ['0', '1'], ended: [0] });
  });

  it('ends a process that has had nothing to do for long, and no other', async () => {
    const { decoder, clock, ended } = aDecoder();
    await several(decoder, 1);
    clock.pass(service.idleMs - 1);
    await several(decoder, 1);
    clock.pass(service.idleMs - 1);
    const before = [...ended];
    clock.pass(1);
    expect({ before, after: ended }).toEqual({ before: [], after: [0] });
  });

  it('ends its process when it is stopped, and decodes nothing any more', async () => {
    const { decoder, ended, started } = aDecoder();
    await several(decoder, 1);
    decoder.stop();
    expect({ outcome: await decoder.decode(bytes, 'strictly'), ended, started: started() }).toEqual({
      outcome: { kind: 'none', because: 'not-decoded', detail: 'the relay stops' },
      ended: [0],
      started: 1,
    });
  });
});
