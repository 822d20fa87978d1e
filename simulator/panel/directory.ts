import { z } from 'zod';

const Directory = z.object({
  sites: z.array(z.object({ id: z.string(), name: z.string() })),
  panels: z.array(z.object({ id: z.number(), name: z.string() })),
  residents: z.array(z.object({ name: z.string(), unit: z.string() })),
});
export type Directory = z.infer<typeof Directory>;

/** The buildings, panels and residents that the simulator knows; null when it does not answer. */
export async function readDirectory(): Promise<Directory | null> {
  try {
    return Directory.parse(await (await fetch('/panel/sites', { signal: AbortSignal.timeout(4_000) })).json());
  } catch {
    return null;
  }
}
