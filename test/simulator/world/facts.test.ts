import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { facts, factsTable } from '../../../simulator/world/facts.ts';

const root = join(import.meta.dirname, '../../..');

test('docs/simulator.md lists every fact that the simulator stands on, as it stands in the code', () => {
  expect(readFileSync(join(root, 'docs/simulator.md'), 'utf8')).toContain(`\n${factsTable()}\n`);
});

test('each fact names a file that is there', () => {
  expect(facts.filter(({ where }) => !existsSync(join(root, where)))).toEqual([]);
});

test('no fact is written twice', () => {
  expect(new Set(facts.map(({ fact }) => fact)).size).toBe(facts.length);
});
