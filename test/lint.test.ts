/** Each rule of the rooms is seen to catch what it must: a later list in biome.json replaces an earlier one without a word. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');

/** Files that break one rule each, by where they would stand. */
const broken = [
  ['protocol/ring.ts', `import '../server/main.ts';`],
  ['protocol/operator/request.ts', `import '../../server/main.ts';`],
  ['renderer/desk/App.tsx', `import '../../server/main.ts';`],
  ['renderer/desk/state.ts', `import '../../server/main.ts';`],
  ['renderer/desk/state.ts', `import '../../renderer/desk/App.tsx';`],
  ['renderer/desk/state.ts', 'export const now = () => Date.now();'],
  ['server/hub/hub.ts', `import '../../renderer/desk/state.ts';`],
  ['server/hub/hub.ts', `import '../../simulator/main.ts';`],
  ['server/hub/hub.ts', 'export const now = () => Date.now();'],
  ['server/ring/ring.ts', `import '../../simulator/main.ts';`],
  ['server/ring/ring.ts', `import '../hub/hub.ts';`],
  ['server/ring/ring.ts', 'export const now = () => Date.now();'],
  ['server/ring/rules/ringing.ts', `import 'node:fs';`],
  ['server/ring/rules/ringing.ts', 'export const chance = () => crypto.randomUUID();'],
  ['simulator/main.ts', `import '../server/main.ts';`],
  ['electron/main.ts', `import '../server/main.ts';`],
] as const;
const sound = ['server/ring/ring.ts', `import './state.ts';`] as const;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'vestibule-lint-'));
  for (const name of ['biome.json', 'lint']) cpSync(join(root, name), join(folder, name), { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true }));

/** All that the linter says of a file with this text there. */
function said(path: string, text: string): string {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${text}\n`);
  const { stdout, stderr } = spawnSync(join(root, 'node_modules/.bin/biome'), ['lint', '--colors=off', path], {
    cwd: folder,
    encoding: 'utf8',
  });
  return `${stdout}${stderr}`;
}
/** The names of the rules that a file with this text breaks there. */
const rulesBroken = (path: string, text: string): readonly string[] =>
  [...said(path, text).matchAll(/lint\/style\/(noRestricted\w+)/g)].map(([, rule = '']) => rule);

test.each(broken)('in %s, %s is refused', (path, text) => {
  expect(rulesBroken(path, text)).toContain(text.startsWith('import') ? 'noRestrictedImports' : 'noRestrictedGlobals');
});

test('a deadline beside the clock is refused in the server, and let through in the clock', () => {
  const text = 'export const soon = () => AbortSignal.timeout(5);';
  expect(said('server/hub/hub.ts', text)).toContain('Ask the clock: deadlineIn');
  expect(said('server/clock.ts', text)).not.toContain('deadlineIn (');
  expect(said('server/hub/hub.ts', `${text}\nvi.mock('x');`)).toContain('working fake');
});

test('what may be imported is let through', () => {
  expect(rulesBroken(...sound)).toEqual([]);
});
