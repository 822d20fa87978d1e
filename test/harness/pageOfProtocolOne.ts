import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const packed = join(import.meta.dirname, '../vectors/page-of-protocol-1.tar.gz');

/** The desk's page as it was built when the connection's number was 1, unpacked into a folder that is thrown away. */
export function pageOfProtocolOne(): { readonly folder: string; readonly [Symbol.dispose]: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'vestibule-old-page-'));
  execFileSync('tar', ['-xzf', packed, '-C', folder]);
  return { folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
}
