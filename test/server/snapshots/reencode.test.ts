import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { reencode } from '../../../server/snapshots/reencode.ts';

const drawn = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: { r: 40, g: 90, b: 160 } } });
const aJpeg = (width = 64, height = 48) => drawn(width, height).jpeg().toBuffer();

/** A real PNG of one grey bit a pixel: some kB on the wire, a hundred times that when it is unfolded. */
function aBlankPng(side: number): Buffer {
  const chunk = (name: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(data.length, 0);
    frame.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
  };
  const head = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0]);
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(side, 4);
  const rows = deflateSync(Buffer.alloc(side * (Math.ceil(side / 8) + 1)));
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', head),
    chunk('IDAT', rows),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

const unreadable = { ok: false, error: { because: 'no-picture', detail: null } };
const refusal = async (bytes: Uint8Array) => {
  const picture = await reencode(bytes, 'strictly');
  return picture.ok ? [] : [picture.error.because, picture.error.detail];
};

async function reencoded(bytes: Uint8Array): Promise<Buffer> {
  const picture = await reencode(bytes, 'strictly');
  return Buffer.from(picture.ok ? picture.value.jpeg : picture.error.because);
}

describe('re-encoding a picture', () => {
  it.each([
    ['JPEG', () => aJpeg()],
    ['PNG', () => drawn(64, 48).png().toBuffer()],
    ['WebP', () => drawn(64, 48).webp().toBuffer()],
  ])('makes a JPEG of a %s', async (_kind, make) => {
    expect((await sharp(await reencoded(await make())).metadata()).format).toBe('jpeg');
  });

  it('makes it at most 1,280 pixels long, in its own proportions', async () => {
    const { width, height } = await sharp(await reencoded(await aJpeg(2_560, 1_440))).metadata();
    expect([width, height]).toEqual([1_280, 720]);
  });

  it('turns it upright and drops all that a camera wrote into it', async () => {
    const tagged = await drawn(64, 48)
      .withExif({ IFD0: { Artist: 'somebody' }, IFD3: { GPSLatitude: '52/1 30/1 0/1' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    const { width, height, exif } = await sharp(await reencoded(tagged)).metadata();
    expect({ width, height, exif }).toEqual({ width: 48, height: 64, exif: undefined });
  });

  it('leaves behind what hid after the picture', async () => {
    const polyglot = Buffer.concat([await aJpeg(), Buffer.from('<script>alert(1)</script>')]);
    const jpeg = await reencoded(polyglot);
    expect([jpeg.subarray(0, 2).toString('hex'), jpeg.includes('<script>')]).toEqual(['ffd8', false]);
  });

  it.each([
    [
      'an SVG',
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'),
    ],
    ['a page', Buffer.from('<!doctype html><title>no</title>')],
    ['a GIF', Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64')],
    ['nothing', Buffer.alloc(0)],
    ['an SVG behind the first bytes of a JPEG', Buffer.concat([Buffer.from('ffd8ff', 'hex'), Buffer.from('<svg/>')])],
  ])('refuses %s', async (_what, bytes) => {
    expect(await reencode(bytes, 'strictly')).toEqual(unreadable);
  });

  it('refuses a JPEG that was cut off', async () => {
    const whole = await aJpeg(640, 480);
    expect(await reencode(whole.subarray(0, whole.length - 400), 'strictly')).toEqual(unreadable);
  });

  it('refuses a small file of 256 million pixels before it is unfolded', async () => {
    expect(await refusal(aBlankPng(16_000))).toEqual(['too-many-pixels', '16000 × 16000']);
  });

  it.each([
    ['more than 8 million pixels', () => aJpeg(3_000, 2_700), 'too-many-pixels', '3000 × 2700'],
    ['a side of more than 4,096 pixels', () => aJpeg(4_097, 8), 'too-many-pixels', '4097 × 8'],
    ['the same, standing', () => aJpeg(8, 4_097), 'too-many-pixels', '8 × 4097'],
    ['16 bits a channel', () => drawn(64, 48).toColourspace('rgb16').png().toBuffer(), 'form-refused', /8 bits/],
    ['interlaced rows', () => drawn(64, 48).png({ progressive: true }).toBuffer(), 'form-refused', /interlaced PNG/],
    [
      'progressive scans of more than 4 million pixels',
      () => drawn(2_600, 1_600).jpeg({ progressive: true }).toBuffer(),
      'form-refused',
      /progressive JPEG of 2600 × 1600/,
    ],
  ])('refuses %s, and says so', async (_what, make, because, detail) => {
    expect(await refusal(await make())).toEqual([because, expect.stringMatching(detail)]);
  });

  it.each([
    ['a baseline JPEG of 8 million pixels', () => aJpeg(3_264, 2_448)],
    ['a progressive JPEG of 4 million pixels', () => drawn(2_304, 1_728).jpeg({ progressive: true }).toBuffer()],
    ['a PNG of 256 colours', () => drawn(64, 48).png({ palette: true }).toBuffer()],
    ['a grey JPEG', () => drawn(64, 48).greyscale().jpeg().toBuffer()],
  ])('takes %s', async (_what, make) => {
    expect((await reencode(await make(), 'strictly')).ok).toBe(true);
  });
});
