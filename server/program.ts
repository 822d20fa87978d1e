import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The file of another program of the relay, such as a thread's: `path`, without its ending, is told from the file that asks, whose address
 * `from` is. In the bundle all programs lie beside one another.
 */
export function programFile(path: string, from: string): string {
  return fileURLToPath(from.endsWith('.ts') ? new URL(`${path}.ts`, from) : new URL(`./${basename(path)}.js`, from));
}
