import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';

/** Pictures of few bytes that unfold to hundreds of megabytes: each is whole and valid. */
export async function costlyPictures() {
  return {
    'of sixteen bits, interlaced': aBlankPng({ width: 6_324, height: 6_324, bits: 16, interlaced: true }),
    'of one row of forty million pixels': aBlankPng({ width: 40_000_000, height: 1, bits: 8, interlaced: false }),
    progressive: await sharp({ create: { width: 6_324, height: 6_324, channels: 3, background: 'teal' } })
      .jpeg({ progressive: true, quality: 10 })
      .toBuffer(),
  };
}

type Blank = { readonly width: number; readonly height: number; readonly bits: 8 | 16; readonly interlaced: boolean };

/** Grey and even. */
function aBlankPng({ width, height, bits, interlaced }: Blank): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head[8] = bits;
  head[12] = interlaced ? 1 : 0;
  const passes = interlaced ? adam7 : [{ x: 0, y: 0, dx: 1, dy: 1 }];
  const bytes = passes.reduce((sum, { x, y, dx, dy }) => {
    const rows = Math.ceil((height - y) / dy);
    return sum + rows * (1 + Math.ceil((width - x) / dx) * (bits / 8));
  }, 0);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.alloc(bytes))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Where each pass of an interlaced PNG begins, and its steps. */
const adam7 = [
  { x: 0, y: 0, dx: 8, dy: 8 },
  { x: 4, y: 0, dx: 8, dy: 8 },
  { x: 0, y: 4, dx: 4, dy: 8 },
  { x: 2, y: 0, dx: 4, dy: 4 },
  { x: 0, y: 2, dx: 2, dy: 4 },
  { x: 1, y: 0, dx: 2, dy: 2 },
  { x: 0, y: 1, dx: 1, dy: 2 },
];

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}
