/** All icons from one drawing: the program's in the three systems' formats, and the tray's in four colours. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';

const ground = '#1c7a43';
/** Each state has a shape of its own too, so that colour is never alone. */
const tray = {
  'tray-ready': { colour: '#1c7a43', mark: '' },
  'tray-doubt': {
    colour: '#8a6500',
    mark: '<circle cx="50" cy="14" r="12" fill="#fff"/><path d="M46 11a4 4 0 1 1 4 5v2M50 22v.5" fill="none" stroke="#8a6500" stroke-width="4" stroke-linecap="round"/>',
  },
  'tray-cannot': {
    colour: '#b3261e',
    mark: '<path d="M8 56 56 8" stroke="#fff" stroke-width="9"/><path d="M8 56 56 8" stroke="#b3261e" stroke-width="4"/>',
  },
  'tray-ringing': {
    colour: '#0b57d0',
    mark: '<circle cx="50" cy="14" r="12" fill="#fff"/><circle cx="50" cy="14" r="7" fill="#b3261e"/>',
  },
} as const;

const windowsSizes = [16, 24, 32, 48, 64, 128, 256] as const;
/** Apple's names for PNG entries, by size. */
const appleSizes = [
  ['ic07', 128],
  ['ic08', 256],
  ['ic09', 512],
  ['ic10', 1024],
] as const;

export async function drawIcons(drawing: string, folder: string): Promise<void> {
  const svg = readFileSync(drawing, 'utf8');
  const png = (size: number, source = svg) =>
    sharp(Buffer.from(source), { density: 300 }).resize(size, size).png().toBuffer();
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'icon.png'), await png(1024));
  writeFileSync(
    join(folder, 'icon.ico'),
    ico(await Promise.all(windowsSizes.map(async (size) => ({ size, png: await png(size) })))),
  );
  writeFileSync(
    join(folder, 'icon.icns'),
    icns(await Promise.all(appleSizes.map(async ([name, size]) => ({ name, png: await png(size) })))),
  );
  for (const [name, { colour, mark }] of Object.entries(tray)) {
    const source = svg.replace(ground, colour).replace('</svg>', `${mark}</svg>`);
    writeFileSync(join(folder, `${name}.png`), await png(32, source));
  }
}

/** Windows' container: a header, an entry of 16 bytes for each picture, the pictures. */
function ico(pictures: readonly { readonly size: number; readonly png: Buffer }[]): Buffer {
  const header = Buffer.alloc(6 + 16 * pictures.length);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(pictures.length, 4);
  let offset = header.length;
  pictures.forEach(({ size, png }, index) => {
    const at = 6 + 16 * index;
    header.writeUInt8(size % 256, at);
    header.writeUInt8(size % 256, at + 1);
    header.writeUInt16LE(1, at + 4);
    header.writeUInt16LE(32, at + 6);
    header.writeUInt32LE(png.length, at + 8);
    header.writeUInt32LE(offset, at + 12);
    offset += png.length;
  });
  return Buffer.concat([header, ...pictures.map(({ png }) => png)]);
}

/** Apple's container: a length, then for each picture its name, its length and itself. */
function icns(pictures: readonly { readonly name: string; readonly png: Buffer }[]): Buffer {
  const parts = pictures.map(({ name, png }) => {
    const head = Buffer.alloc(8);
    head.write(name, 0, 'latin1');
    head.writeUInt32BE(png.length + 8, 4);
    return Buffer.concat([head, png]);
  });
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(8);
  head.write('icns', 0, 'latin1');
  head.writeUInt32BE(body.length + 8, 4);
  return Buffer.concat([head, body]);
}
