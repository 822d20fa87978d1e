import sharp, { type Metadata } from 'sharp';
import { err, ok, type Result } from '../../protocol/result.ts';
import { type NoPicture, noPicture } from './noPicture.ts';

// Nothing but these three decoders may ever see a stranger's bytes; SVG least of all.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'] });
sharp.concurrency(1);
sharp.cache(false);

/** `strictly`: a picture that is torn is none. `leniently`: it is shown as far as it goes. */
export type Reading = 'strictly' | 'leniently';

/** A JPEG of our own making. */
export type OwnPicture = { readonly jpeg: Uint8Array; readonly torn: boolean };

/** What a camera at a door sends, and some more. docs/security.md has what each costs. */
export const limits = { pixels: 8_000_000, side: 4_096, progressivePixels: 4_000_000 } as const;
const widestPx = 1_280;

/** A picture of our own making from whatever came: upright, at most 1280 px, without metadata or anything behind it. */
export async function reencode(bytes: Uint8Array, how: Reading): Promise<Result<OwnPicture, NoPicture>> {
  if (!hasMagic(bytes)) return err(noPicture('no-picture'));
  const whole = await read(bytes, 'error');
  if (whole.ok) return ok({ jpeg: whole.value, torn: false });
  if (how === 'strictly' || whole.error.because !== 'no-picture') return whole;
  const torn = await read(bytes, 'none');
  if (!torn.ok || (await isBlank(torn.value))) return whole;
  return ok({ jpeg: torn.value, torn: true });
}

async function read(bytes: Uint8Array, failOn: 'error' | 'none'): Promise<Result<Uint8Array, NoPicture>> {
  try {
    const refused = whyRefused(await sharp(bytes, { failOn, limitInputPixels: false }).metadata());
    if (refused !== null) return err(refused);
    const jpeg = await sharp(bytes, { failOn, limitInputPixels: limits.pixels, sequentialRead: true, pages: 1 })
      .rotate()
      .resize({ width: widestPx, height: widestPx, fit: 'inside', withoutEnlargement: true })
      .jpeg({ quality: 82 })
      .toBuffer();
    return ok(jpeg);
  } catch {
    return err(noPicture('no-picture'));
  }
}

/** The header decides, before anything is unfolded. */
function whyRefused({ width, height, depth, format, isProgressive }: Metadata): NoPicture | null {
  const pixels = width * height;
  if (pixels > limits.pixels || Math.max(width, height) > limits.side)
    return noPicture('too-many-pixels', `${width} × ${height}`);
  if (depth !== 'uchar') return noPicture('form-refused', 'more than 8 bits a channel');
  if (isProgressive === true && format === 'png') return noPicture('form-refused', 'an interlaced PNG');
  if (isProgressive === true && pixels > limits.progressivePixels)
    return noPicture('form-refused', `a progressive JPEG of ${width} × ${height}`);
  return null;
}

/** A torn file of which hardly more than the header was left becomes one even grey: no picture is better. */
async function isBlank(jpeg: Uint8Array): Promise<boolean> {
  const { channels } = await sharp(jpeg).stats();
  return channels.every(({ stdev }) => stdev < blankDeviation);
}

const blankDeviation = 4;

/** The first bytes of JPEG, PNG and WebP; the declared type is not worth reading. */
function hasMagic(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.subarray(0, 12)).toString('latin1');
  return (
    head.startsWith('\xff\xd8\xff') ||
    head.startsWith('\x89PNG\r\n\x1a\n') ||
    (head.startsWith('RIFF') && head.endsWith('WEBP'))
  );
}
