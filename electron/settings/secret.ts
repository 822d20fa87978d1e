import { rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { safeStorage } from 'electron';
import { z } from 'zod';
import type { TokenStore } from '../../protocol/bridge.ts';
import { writeWhole } from './settings.ts';

/** The file: sealed by the system's key store, or plain text where a policy allows it; base64 in both. */
const Sealed = z.object({ version: z.literal(1), sealed: z.boolean(), token: z.string() });

export type Secret = {
  readonly read: () => Promise<string | null>;
  readonly keep: (token: string) => Promise<'done' | 'plain-text' | 'unavailable'>;
  readonly forget: () => void;
  readonly store: () => Promise<TokenStore>;
};

/** The desk's token at rest. Where only plain text is possible it is refused, unless the policy allows it. */
export function openSecret(file: string, allowPlainText: boolean): Secret {
  async function store(): Promise<TokenStore> {
    if (!(await safeStorage.isAsyncEncryptionAvailable().catch(() => false)))
      return allowPlainText ? 'plain-text-allowed' : 'unavailable';
    if (process.platform === 'linux' && ['basic_text', 'unknown'].includes(safeStorage.getSelectedStorageBackend()))
      return allowPlainText ? 'plain-text-allowed' : 'plain-text-refused';
    return 'sealed';
  }
  async function write(token: string, sealed: boolean): Promise<void> {
    const bytes = sealed ? await safeStorage.encryptStringAsync(token) : Buffer.from(token, 'utf8');
    await writeWhole(file, `${JSON.stringify({ version: 1, sealed, token: bytes.toString('base64') })}\n`);
  }
  return {
    store,
    read: async () => {
      try {
        const { sealed, token } = Sealed.parse(JSON.parse(await readFile(file, 'utf8')));
        const bytes = Buffer.from(token, 'base64');
        if (!sealed) return allowPlainText ? bytes.toString('utf8') : null;
        const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(bytes);
        if (shouldReEncrypt) await write(result, true);
        return result;
      } catch {
        return null;
      }
    },
    keep: async (token) => {
      const where = await store();
      if (where === 'plain-text-refused') return 'plain-text';
      if (where === 'unavailable') return 'unavailable';
      await write(token, where === 'sealed');
      return 'done';
    },
    forget: () => rmSync(file, { force: true }),
  };
}
