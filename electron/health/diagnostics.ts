import { readFile } from 'node:fs/promises';
import { arch, platform, release, totalmem } from 'node:os';
import type { Introduction } from '../../protocol/bridge.ts';
import { redact } from './redact.ts';

export type DiagnosticsParts = {
  readonly introduction: Introduction;
  readonly versions: Readonly<Record<string, string | undefined>>;
  readonly logFile: string;
  readonly displays: readonly { readonly width: number; readonly height: number; readonly scale: number }[];
  readonly uptimeSeconds: number;
};

const lastBytes = 200_000;

/** Everything that helps to find a fault, and nothing that opens a door: no token, no visitor, no host name but the relay's. */
export async function describeDesk(parts: DiagnosticsParts): Promise<string> {
  const { token, seat: _seat, ...introduction } = parts.introduction;
  const log = await readFile(parts.logFile, 'utf8').catch(() => '');
  const facts = {
    about: 'Vestibule desktop diagnostics. Tokens, codes and call ids are left out.',
    system: { platform: platform(), release: release(), arch: arch(), memoryMb: Math.round(totalmem() / 2 ** 20) },
    versions: parts.versions,
    uptimeSeconds: Math.round(parts.uptimeSeconds),
    desk: { ...introduction, paired: token !== null },
    displays: parts.displays,
    log: redact(log.slice(-lastBytes)).split('\n'),
  };
  return `${JSON.stringify(facts, null, 2)}\n`;
}
