import { describe, expect, it } from 'vitest';
import { atMost } from '../../../server/snapshots/atMost.ts';

const settled = () => new Promise<void>((resolve) => void setImmediate(resolve));

describe('at most two at once', () => {
  it('begins the third when one of the first ends, even when it ends badly', async () => {
    const oneOfTwo = atMost(2);
    const begun: number[] = [];
    const finish: ((error?: Error) => void)[] = [];
    const run = (name: number) =>
      oneOfTwo(() => {
        begun.push(name);
        return new Promise<void>((resolve, reject) => void finish.push((error) => (error ? reject(error) : resolve())));
      }).catch(() => {});
    const all = [run(1), run(2), run(3)];
    await settled();
    const before = [...begun];
    finish[0]?.(new Error('went wrong'));
    await settled();
    const after = [...begun];
    for (const end of finish) end();
    await Promise.all(all);
    expect({ before, after }).toEqual({ before: [1, 2], after: [1, 2, 3] });
  });
});
