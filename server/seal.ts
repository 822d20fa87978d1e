import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { err, ok, type Result } from '../protocol/result.ts';
import type { Keys } from './accountKeys.ts';

/** Secrets at rest. `about` names what a blob belongs to; a blob that was moved to another row does not open. */
export type Seal = {
  readonly close: (text: string, about: string) => Result<Uint8Array, string>;
  /** A sentence when the key is missing or another one, or the blob was changed. */
  readonly open: (blob: Uint8Array, about: string) => Result<string, string>;
  /** True when it was sealed by the key that seals now. */
  readonly isNewest: (blob: Uint8Array) => boolean;
};

const layout = 1;
const idBytes = 4;
const nonceBytes = 12;
const tagBytes = 16;
const head = 1 + idBytes;

/** AES-256-GCM; a blob is its layout's number, the key's id, the nonce, the tag, the ciphertext. */
export function sealWith(keys: Keys): Seal {
  return {
    close: (text, about) => {
      const key = keys.sealing();
      if (!key.ok) return key;
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', key.value.bytes, nonce, { authTagLength: tagBytes });
      cipher.setAAD(Buffer.from(about));
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      const parts = [Buffer.from([layout]), Buffer.from(key.value.id, 'hex'), nonce, cipher.getAuthTag(), sealed];
      return ok(new Uint8Array(Buffer.concat(parts)));
    },
    open: (blob, about) => {
      const key = keys.all().find(({ id }) => id === keyIdOf(blob));
      if (key === undefined)
        return err(keys.trouble() ?? 'The key that sealed it is missing. Put the key file back (VESTIBULE_KEY_FILE).');
      const text = decipher(Buffer.from(blob), key.bytes, about);
      return text === null ? err('Its sealed secrets were changed.') : ok(text);
    },
    isNewest: (blob) => keyIdOf(blob) === keys.all()[0]?.id,
  };
}

const keyIdOf = (blob: Uint8Array) => (blob[0] === layout ? Buffer.from(blob.subarray(1, head)).toString('hex') : null);

function decipher(blob: Buffer, key: Buffer, about: string): string | null {
  const nonceEnd = head + nonceBytes;
  const tagEnd = nonceEnd + tagBytes;
  try {
    const opened = createDecipheriv('aes-256-gcm', key, blob.subarray(head, nonceEnd), { authTagLength: tagBytes });
    opened.setAAD(Buffer.from(about));
    opened.setAuthTag(blob.subarray(nonceEnd, tagEnd));
    return Buffer.concat([opened.update(blob.subarray(tagEnd)), opened.final()]).toString('utf8');
  } catch {
    return null;
  }
}
