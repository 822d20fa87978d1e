/** The rooms of each program stand in one order: a file imports from its own room and from those before it, never from one behind. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');

/** `roots`: files at a program's top that join its rooms; every other file there stands below all rooms. */
const programs = {
  server: {
    rooms:
      'vendor ring alerts walls desks butterflymx answering doors http intake demo install panels console hub snapshots store relay cli',
    roots: ['main.ts', 'relayProcess.ts'],
  },
  renderer: { rooms: 'link host i18n media sound style desk ring', roots: ['vite.config.ts'] },
  electron: { rooms: 'settings system window health bridge', roots: ['main.ts', 'desktop.ts', 'preload.ts'] },
  simulator: {
    rooms: 'world http oauth faults webhooks api control panel rooms',
    roots: ['main.ts', 'vite.config.ts'],
  },
} as const;

type Import = { readonly from: string; readonly to: string };

/** Every import of one file of a program by another of it, as paths below the program. */
function importsOf(program: string): readonly Import[] {
  const folder = join(root, program);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/.test(name));
  return files.flatMap((from) =>
    [...readFileSync(join(folder, from), 'utf8').matchAll(/(?:from|import\(?) ?'(\.[^']+)'/g)]
      .map(([, path = '']) => relative(folder, resolve(folder, dirname(from), path)))
      .filter((to) => !to.startsWith('..'))
      .map((to) => ({ from, to })),
  );
}

const roomOf = (path: string) => (path.includes('/') ? (path.split('/')[0] ?? '') : '');

/** Imports that go back up, in words. */
function backwards(imports: readonly Import[], rooms: string, roots: readonly string[]): readonly string[] {
  const order = ['', ...rooms.split(' ')];
  return imports.flatMap(({ from, to }) => {
    const [one, other] = [roomOf(from), roomOf(to)];
    if (one === other || roots.includes(from)) return [];
    const isBefore = order.includes(other) && order.indexOf(other) < order.indexOf(one) && !roots.includes(to);
    return isBefore ? [] : [`${from} imports ${to}`];
  });
}

test.each(Object.entries(programs))('the rooms of %s point one way', (program, { rooms, roots }) => {
  const imports = importsOf(program);
  expect(imports.length).toBeGreaterThan(20);
  expect(backwards(imports, rooms, roots)).toEqual([]);
});

test('an import that goes back up, or into a room that nobody placed, is seen', () => {
  const imports = [
    { from: 'ring/ring.ts', to: 'hub/hub.ts' },
    { from: 'hub/hub.ts', to: 'ring/ring.ts' },
    { from: 'attic/old.ts', to: 'clock.ts' },
    { from: 'hub/hub.ts', to: 'attic/old.ts' },
    { from: 'clock.ts', to: 'ring/ring.ts' },
    { from: 'ring/ring.ts', to: 'main.ts' },
  ];
  expect(backwards(imports, 'ring hub', ['main.ts'])).toEqual([
    'ring/ring.ts imports hub/hub.ts',
    'attic/old.ts imports clock.ts',
    'hub/hub.ts imports attic/old.ts',
    'clock.ts imports ring/ring.ts',
    'ring/ring.ts imports main.ts',
  ]);
});
