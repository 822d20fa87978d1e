import { z } from 'zod';

/** What of electron-builder's configuration decides whether an update can be trusted. */
export const Publishing = z.object({
  publish: z.unknown().optional(),
  win: z
    .object({
      signtoolOptions: z.object({ publisherName: z.union([z.string(), z.array(z.string())]).optional() }).optional(),
    })
    .optional(),
});

/**
 * Why a package may not be made; null when it may. electron-updater 6 skips the check of a Windows signature without a word when
 * `publisherName` is missing, so an update feed without it is refused here.
 */
export function findRefusal(
  system: 'linux' | 'win' | 'mac',
  { publish, win }: z.infer<typeof Publishing>,
): string | null {
  const feeds = z
    .array(z.object({ url: z.string().optional() }))
    .safeParse(Array.isArray(publish) ? publish : [publish ?? {}]);
  if (feeds.success && feeds.data.some(({ url }) => url !== undefined && !url.startsWith('https://')))
    return 'The update feed is not https. Give publish.url an https:// address.';
  const name = win?.signtoolOptions?.publisherName;
  const isNamed =
    name !== undefined && name.length > 0 && !(Array.isArray(name) && name.some((one) => one.trim() === ''));
  if (system === 'win' && !isNamed)
    return 'win.signtoolOptions.publisherName is missing: without it an update’s signature is not checked. Put the name of your code-signing certificate there.';
  return null;
}
