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

test('every export of the contract says what it means', () => {
  const files = readdirSync(folder).filter((name) => name.endsWith('.ts'));
  expect(files.length).toBeGreaterThan(20);
  const found = files.flatMap((name) => bare(readFileSync(join(folder, name), 'utf8')).map((one) => `${name} ${one}`));
  expect(found).toEqual([]);
});

test('an export without a doc is seen', () => {
  expect(bare('/** Said. */\nexport const One = 1;\nexport type One = number;\n\nexport const Two = 2;\n')).toEqual([
    'Two',
  ]);
});
