import sharp from 'sharp';
import { err, ok, type Result } from '../../protocol/result.ts';
import type { PictureFailure } from './address.ts';

// Nothing but these three decoders may ever see a stranger's bytes; SVG least of all.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'] });
sharp.concurrency(1);

const mostPixels = 40_000_000;
const widestPx = 1_280;

/** A picture of our own making from whatever came: JPEG, upright, at most 1280 px, without metadata or anything behind it. */
export async function reencode(bytes: Uint8Array): Promise<Result<Uint8Array, PictureFailure>> {
  if (!hasMagic(bytes)) return err('no-picture');
  try {
    const picture = sharp(bytes, { limitInputPixels: mostPixels, failOn: 'error', sequentialRead: true, pages: 1 });
    const jpeg = await picture
      .rotate()
      .resize({ width: widestPx, height: widestPx, fit: 'inside', withoutEnlargement: true })
      .jpeg({ quality: 82 })
      .timeout({ seconds: 5 })
      .toBuffer();
    return ok(jpeg);
  } catch (error) {
    return err(error instanceof Error && error.message.includes('pixel limit') ? 'too-many-pixels' : 'no-picture');
  }
}

/** The first bytes of JPEG, PNG and WebP; the declared type is not worth reading. */
function hasMagic(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.subarray(0, 12)).toString('latin1');
  return (
    head.startsWith('\xff\xd8\xff') ||
    head.startsWith('\x89PNG\r\n\x1a\n') ||
    (head.startsWith('RIFF') && head.endsWith('WEBP'))
  );
}
