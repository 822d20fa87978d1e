/** The administrator's policy on Windows, where any user may make a folder below ProgramData: believed only where an administrator made it. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { Policy, policyFile, readPolicy } from './settings.ts';

/** Runs a program of Windows and gives what it printed; null when it failed. */
export type AskWindows = (program: string, words: readonly string[]) => string | null;
type Read = ReturnType<typeof readPolicy>;

/** Group policy writes here, and only administrators can: the value `Desktop`, a text with the same JSON as the file. */
const registryKey = 'HKLM\\SOFTWARE\\Policies\\Vestibule';
const registryValue = 'Desktop';
/** Not by %SystemRoot% or %ProgramData%: a user can set both. */
const system = 'C:\\Windows\\System32';
/** SYSTEM, the group Administrators, and the installer of Windows (well-known security identifiers). */
const administrators = new Set([
  'S-1-5-18',
  'S-1-5-32-544',
  'S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464',
]);

/** The policy of a Windows machine: the registry's if there is one, else that of a file whose owners are administrators. */
export function readWindowsPolicy(ask: AskWindows = askWindows, file = policyFile('win32')): Read {
  const printed = ask(`${system}\\reg.exe`, ['query', registryKey, '/v', registryValue]);
  const text = new RegExp(`^\\s*${registryValue}\\s+REG_SZ\\s+(.*)$`, 'm').exec(printed ?? '')?.[1];
  if (text !== undefined) return readText(text);
  if (!existsSync(file)) return { policy: {}, trouble: null };
  if (isOfAdministrators(file, ask)) return readPolicy(file);
  return {
    policy: {},
    trouble: `The policy in ${file} is not applied: its owner, or that of its folder, is not an administrator. Lay it down as one, or in ${registryKey}.`,
  };
}

function readText(text: string): Read {
  try {
    return { policy: Policy.parse(JSON.parse(text)), trouble: null };
  } catch {
    return { policy: {}, trouble: `The policy in ${registryKey} cannot be read and is not applied.` };
  }
}

/** Owners as identifiers, since their names differ by language; whoever owns the folder could put another file there. */
function isOfAdministrators(file: string, ask: AskWindows): boolean {
  const paths = [file, dirnameOf(file)].map((path) => `'${path.replaceAll("'", "''")}'`).join(',');
  const script = `$ErrorActionPreference='Stop'; foreach ($p in ${paths}) { (Get-Acl -LiteralPath $p).GetOwner([Security.Principal.SecurityIdentifier]).Value }`;
  const words = ['-NoProfile', '-NonInteractive', '-Command', script];
  const printed = ask(`${system}\\WindowsPowerShell\\v1.0\\powershell.exe`, words);
  const owners = printed?.split(/\s+/).filter((owner) => owner !== '') ?? [];
  return owners.length === 2 && owners.every((owner) => administrators.has(owner));
}

const dirnameOf = (file: string) => (file.includes('\\') ? file.slice(0, file.lastIndexOf('\\')) : dirname(file));

const askWindows: AskWindows = (program, words) => {
  try {
    return execFileSync(program, words, {
      encoding: 'utf8',
      timeout: 5_000,
      windowsHide: true,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch {
    return null;
  }
};
