import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const program = join(import.meta.dirname, '../../../server/cli/main.ts');

export type Printed = { readonly code: number; readonly out: string; readonly error: string; readonly json: unknown };

/** Runs the command as a shell would, over this data folder; `said` is told all that it has said on its error output so far. `json` is what it printed, one value a line as a list. */
export async function vestibule(
  dataDir: string,
  line: readonly string[],
  env: Readonly<Record<string, string>> = {},
  said: (text: string) => void = () => {},
): Promise<Printed> {
  const child = spawn(process.execPath, [program, ...line], {
    env: { PATH: process.env.PATH ?? '', VESTIBULE_DATA_DIR: dataDir, VESTIBULE_SIMULATOR_PORT: '9', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const out: Buffer[] = [];
  const error: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => void out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => {
    error.push(chunk);
    said(Buffer.concat(error).toString());
  });
  await once(child, 'close');
  const text = Buffer.concat(out).toString();
  const values = line.includes('--json')
    ? text.split('\n').flatMap((row) => (row === '' ? [] : [JSON.parse(row)]))
    : [];
  return {
    code: child.exitCode ?? -1,
    out: text,
    error: Buffer.concat(error).toString(),
    json: values.length === 1 ? values[0] : values,
  };
}
