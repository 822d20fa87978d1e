import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { reencode } from '../../../server/snapshots/reencode.ts';

const vector = (name: string) => readFileSync(join(import.meta.dirname, '../../vectors', name));
const unreadable = { ok: false, error: { because: 'no-picture', detail: null } };

async function shown(bytes: Uint8Array, how: 'strictly' | 'leniently') {
  const picture = await reencode(bytes, how);
  if (!picture.ok) return picture.error.because;
  const { width, height } = await sharp(picture.value.jpeg).metadata();
  return `${width} × ${height}${picture.value.torn ? ', torn' : ''}`;
}

describe('a picture with something odd about it', () => {
  it.each(['snapshot-whole.jpg', 'snapshot-vendor-block-after-end.jpg', 'snapshot-608-bytes-before-marker.jpg'])(
    'is shown whole at the first reading: %s',
    async (name) => {
      expect([await shown(vector(name), 'strictly'), await shown(vector(name), 'leniently')]).toEqual([
        '320 × 240',
        '320 × 240',
      ]);
    },
  );

  it.each(['snapshot-no-end-marker.jpg', 'snapshot-cut-at-80-percent.jpg'])(
    'is none to a strict reader, and as far as it goes to a lenient one: %s',
    async (name) => {
      expect([await shown(vector(name), 'strictly'), await shown(vector(name), 'leniently')]).toEqual([
        'no-picture',
        '320 × 240, torn',
      ]);
    },
  );

  it('keeps what was left of it: the upper rows are the visitor’s', async () => {
    const [torn, whole] = await Promise.all(
      ['snapshot-cut-at-80-percent.jpg', 'snapshot-whole.jpg'].map((name) => reencode(vector(name), 'leniently')),
    );
    const rows = async (picture: typeof torn) =>
      picture?.ok
        ? sharp(picture.value.jpeg).extract({ left: 0, top: 0, width: 320, height: 96 }).raw().toBuffer()
        : null;
    expect(await rows(torn)).toEqual(await rows(whole));
  });

  it('is none where only its header is left, to a lenient reader too', async () => {
    const whole = vector('snapshot-whole.jpg');
    expect(await reencode(whole.subarray(0, whole.indexOf('ffda', 0, 'hex') + 14), 'leniently')).toEqual(unreadable);
  });

  it.each([
    ['PNG', () => sharp(vector('snapshot-whole.jpg')).png().toBuffer()],
    ['progressive JPEG', () => sharp(vector('snapshot-whole.jpg')).jpeg({ progressive: true }).toBuffer()],
  ])('is shown as far as it goes when it is a cut %s', async (_kind, make) => {
    const whole = await make();
    expect(await shown(whole.subarray(0, whole.length * 0.7), 'leniently')).toBe('320 × 240, torn');
  });

  it('never makes a reader lenient towards what it must refuse', async () => {
    const interlaced = await sharp(vector('snapshot-whole.jpg')).png({ progressive: true }).toBuffer();
    expect(await shown(interlaced.subarray(0, interlaced.length - 200), 'leniently')).toBe('form-refused');
  });
});
