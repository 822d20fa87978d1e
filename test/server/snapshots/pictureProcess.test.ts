import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, describe, expect, it } from 'vitest';
import { type Clock, systemClock } from '../../../server/clock.ts';
import { allowed, type PictureProcess, startPictureProcess } from '../../../server/snapshots/pictureProcess.ts';
import { manualClock } from '../../fakes/manualClock.ts';

const settled = () => new Promise<void>((resolve) => void setImmediate(() => setImmediate(resolve)));
const jpeg = await sharp({ create: { width: 64, height: 48, channels: 3, background: 'teal' } })
  .jpeg()
  .toBuffer();

/** Looks at memory as often as it should, and never finds that anything took too long. */
const patientClock: Clock = {
  ...systemClock,
  after: (ms, run) => (ms < allowed.pictureMs ? systemClock.after(ms, run) : () => {}),
};

const started: PictureProcess[] = [];
afterEach(() => {
  for (const process of started.splice(0)) process.end();
});
function aProcess(name: string | null = null, clock: Clock = systemClock): PictureProcess {
  const file = name === null ? {} : { file: join(import.meta.dirname, `../../fakes/decoders/${name}.ts`) };
  const process = startPictureProcess({ clock, ...file });
  started.push(process);
  return process;
}

describe('the process that decodes pictures', () => {
  it('makes a JPEG of our own of one picture after another', async () => {
    const process = aProcess();
    const kinds = [await process.decode(jpeg, 'strictly'), await process.decode(jpeg, 'strictly')].map(
      (decoded) => decoded.kind === 'picture' && Buffer.from(decoded.jpeg).subarray(0, 3).toString('hex'),
    );
    expect({ kinds, alive: process.isAlive() }).toEqual({ kinds: ['ffd8ff', 'ffd8ff'], alive: true });
  });

  it('says why there is none, and lives on', async () => {
    const process = aProcess();
    const decoded = await process.decode(Buffer.from('<svg/>'), 'strictly');
    expect({ decoded, alive: process.isAlive() }).toEqual({
      decoded: { kind: 'none', because: 'no-picture', detail: null },
      alive: true,
    });
  });

  it('is killed when a picture takes too long', async () => {
    const clock = manualClock();
    const process = aProcess('stuck', clock);
    await process.decode(jpeg, 'strictly');
    const decoding = process.decode(jpeg, 'strictly');
    await settled();
    clock.pass(allowed.pictureMs);
    expect({ decoded: await decoding, alive: process.isAlive() }).toEqual({
      decoded: { kind: 'none', because: 'too-costly', detail: '5 s' },
      alive: false,
    });
  });

  it.skipIf(process.platform !== 'linux')('is killed when a picture takes too much memory', async () => {
    const process = aProcess('greedy', patientClock);
    expect({ decoded: await process.decode(jpeg, 'strictly'), alive: process.isAlive() }).toEqual({
      decoded: { kind: 'none', because: 'too-costly', detail: 'memory' },
      alive: false,
    });
  });

  it.each([
    ['dying', 'it ended with SIGABRT'],
    ['lying', 'a strange answer'],
    ['there-is-none-of-this-name', 'it ended with 1'],
  ])('that is %s gives no picture, and is not used again', async (name, detail) => {
    const process = aProcess(name);
    expect({ decoded: await process.decode(jpeg, 'strictly'), alive: process.isAlive() }).toEqual({
      decoded: { kind: 'none', because: 'not-decoded', detail },
      alive: false,
    });
  });

  it('knows nothing of the relay’s environment, where secrets are', async () => {
    expect(await aProcess('telling').decode(jpeg, 'strictly')).toEqual({
      kind: 'none',
      because: 'no-picture',
      detail: 'UV_THREADPOOL_SIZE',
    });
  });

  it('gives up what it is at when it is ended', async () => {
    const process = aProcess('stuck');
    await process.decode(jpeg, 'strictly');
    const decoding = process.decode(jpeg, 'strictly');
    process.end();
    expect(await decoding).toMatchObject({ kind: 'none', because: 'not-decoded' });
  });
});
