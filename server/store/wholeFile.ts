import { open, rename } from 'node:fs/promises';

/** Replaces a file in one step, for its owner alone: the old text or the new one, never half of it. Rejects with what the disk said. */
export async function writeWhole(path: string, text: string): Promise<void> {
  const file = await open(`${path}.new`, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
}
