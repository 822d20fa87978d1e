import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const folder = join(import.meta.dirname, '../../protocol');

/** Exports of a file that have no doc above them; the type of a schema has the schema's. */
function bare(text: string): readonly string[] {
  const lines = text.split('\n');
  const seen = new Set<string>();
  return lines.flatMap((line, index) => {
    const [, name] = /^export (?:const|type|function) (\w+)/.exec(line) ?? [];
    if (name === undefined || seen.has(name)) return [];
    seen.add(name);
    return (lines[index - 1] ?? '').trimEnd().endsWith('*/') ? [] : [name];
  });
}

/** Entries of a record of requests that have no doc above them. */
function unsaid(text: string): readonly string[] {
  const lines = text.split('\n');
  return lines.flatMap((line, index) => {
    const [, name] = /^ {2}(\w+): \{(?! 200)/.exec(line) ?? [];
    return name === undefined || (lines[index - 1] ?? '').trimEnd().endsWith('*/') ? [] : [name];
  });
}

test('every export of the contract says what it means', () => {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  expect(files.length).toBeGreaterThan(20);
  const found = files.flatMap((name) => bare(readFileSync(join(folder, name), 'utf8')).map((one) => `${name} ${one}`));
  expect(found).toEqual([]);
});

test('every request of the operator’s API says what it does', () => {
  const files = readdirSync(join(folder, 'operator')).filter((name) => name.endsWith('Requests.ts'));
  expect(files.length).toBeGreaterThan(5);
  const found = files.flatMap((name) => unsaid(readFileSync(join(folder, 'operator', name), 'utf8')));
  expect(found).toEqual([]);
});

test('an export without a doc is seen', () => {
  expect(bare('/** Said. */\nexport const One = 1;\nexport type One = number;\n\nexport const Two = 2;\n')).toEqual([
    'Two',
  ]);
});

test('a request without a doc is seen', () => {
  expect(unsaid("  /** Said. */\n  one: { method: 'GET' },\n  two: {\n    method: 'GET',\n")).toEqual(['two']);
});
