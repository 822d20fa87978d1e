import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';

const require = createRequire(import.meta.url);
const Manifest = z.object({
  dependencies: z.record(z.string(), z.string()),
  devDependencies: z.record(z.string(), z.string()),
  optionalDependencies: z.record(z.string(), z.string()),
});
const manifest = Manifest.parse(JSON.parse(readFileSync(join(import.meta.dirname, '../package.json'), 'utf8')));

/** Versions below these have known holes that this product would have too. */
const least: readonly (readonly [name: string, version: string, advisory: string])[] = [
  ['socket.io-parser', '4.2.7', 'CVE-2026-33151, CVE-2026-69185'],
  ['ws', '8.21.1', 'CVE-2026-62389'],
  ['fastify', '5.12.1', 'CVE-2026-3419 and three more'],
  ['undici', '7.28.0', 'CVE-2026-1525 and six more'],
  ['electron', '44.0.0', 'CVE-2026-34765, CVE-2026-34780, CVE-2026-70601'],
];

const installed = (name: string) => {
  const path = join(import.meta.dirname, '../node_modules', name, 'package.json');
  return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(path, 'utf8'))).version;
};
const parts = (version: string) => version.split('.').map(Number);
const isAtLeast = (version: string, limit: string) => {
  const [have, want] = [parts(version), parts(limit)];
  const index = have.findIndex((part, at) => part !== want[at]);
  return index === -1 || (have[index] ?? 0) > (want[index] ?? 0);
};

test.each(least)('%s is at least %s (%s)', (name, version) => {
  expect(isAtLeast(installed(name), version), installed(name)).toBe(true);
});

test('every dependency is pinned exactly', () => {
  const all = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies };
  expect(Object.entries(all).filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
});

test('the lock names no registry', () => {
  expect(readFileSync(require.resolve('../package-lock.json'), 'utf8')).not.toContain('"resolved": "http');
});
