import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ApiFault, DeliveryFault, DeliveryShape } from '../../../simulator/faults/misbehaviour.ts';

const root = join(import.meta.dirname, '../../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
/** The rows of the table below a heading, as cells. */
function rowsBelow(doc: string, heading: string): readonly (readonly string[])[] {
  const [, section = ''] = read(doc).split(`${heading}\n`);
  const [text = ''] = section.split(/^#/m);
  const [, , ...rows] = text.split('\n').filter((line) => line.startsWith('|'));
  return rows.map((row) =>
    row
      .split('|')
      .map((cell) => cell.trim())
      .slice(1, -1),
  );
}
const quoted = (cell = '') => [...cell.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word);
const testsIn = (cell = '') => quoted(cell).filter((word) => word.endsWith('.test.ts'));

describe.each(['docs/butterflymx.md', 'docs/simulator.md'])('%s', (doc) => {
  test('names only files that are there', () => {
    const paths = quoted(read(doc)).filter((word) => /^(server|test|renderer|simulator|docs)\/[\w./-]+$/.test(word));
    expect([paths.length > 20, paths.filter((path) => !existsSync(join(root, path)))]).toEqual([true, []]);
  });
});

test.each(['## The vendor’s webhook guide, section by section', '## The SDK’s call workflow, step by step'])(
  '%s: every row names a test, but the step that is never sent',
  (heading) => {
    const rows = rowsBelow('docs/butterflymx.md', heading.replace('’', "'"));
    const untested = rows.filter((cells) => testsIn(cells.at(-1)).length === 0);
    expect([rows.length > 7, untested.filter((cells) => !cells.join().includes('never sent'))]).toEqual([true, []]);
  },
);

test('every sample body of the API has its row, and no row is of a sample that is not there', () => {
  const samples = readdirSync(join(root, 'test/vectors')).filter((name) => name.startsWith('api-'));
  const rows = rowsBelow('docs/butterflymx.md', '## Every sample body of the API').map(([sample]) => quoted(sample)[0]);
  expect(rows.map((name) => `${name}.json`).sort()).toEqual(samples.sort());
});

describe('what a desk sees of each fault', () => {
  const rows = rowsBelow('docs/simulator.md', '### What a desk sees of each');

  test('every fault that the simulator knows has a row', () => {
    const faults = [...ApiFault.options, ...DeliveryFault.options, ...DeliveryShape.options];
    expect([...new Set(rows.flatMap(([fault]) => quoted(fault)))].sort()).toEqual(faults.sort());
  });

  test('every row names a test of the walk in which the fault is made', () => {
    const wordsOf = (cells: readonly string[]) =>
      testsIn(cells.at(-1))
        .map((path) => read(path))
        .join('\n');
    const made = (fault: string, text: string) => text.includes(`'${fault}'`) || text.includes('.options)(');
    const unmade = rows.flatMap((cells) =>
      quoted(cells[0])
        .filter((fault) => !made(fault, wordsOf(cells)))
        .map((fault) => [fault, cells.at(-1)]),
    );
    expect([rows.filter((cells) => !/test\/walk\//.test(cells.at(-1) ?? '')), unmade]).toEqual([[], []]);
  });
});
