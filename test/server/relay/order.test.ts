/** In `server/relay/` nothing is used before it exists, not even by a function that is called later: what is joined stands in the order of its needs. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAst } from 'vite';
import { expect, test } from 'vitest';

const folder = join(import.meta.dirname, '../../../server/relay');

type Node = { readonly type: string; readonly start: number; readonly [part: string]: unknown };
type Named = Node & { readonly name: string };

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string' && 'start' in value;
const isName = (node: Node): node is Named => node.type === 'Identifier' && typeof node.name === 'string';

/** The parts of a node, but for words that name no variable: of types, of members, of an object's keys. */
function childrenOf(node: Node): readonly Node[] {
  const isWord =
    (node.type === 'MemberExpression' && node.computed === false) ||
    (node.type === 'Property' && node.shorthand === false && node.computed === false);
  return Object.entries(node).flatMap(([part, value]) =>
    isWord && (part === 'property' || part === 'key')
      ? []
      : [value].flat().flatMap((child) => (isNode(child) && !child.type.startsWith('TSType') ? [child] : [])),
  );
}

const allIn = (node: Node): readonly Node[] => [node, ...childrenOf(node).flatMap(allIn)];

/** Variables of a function that are named in it above their own line. */
function usedTooSoon(source: string): readonly string[] {
  const program: unknown = parseAst(source, { lang: 'ts' });
  if (!isNode(program)) throw new Error('the parser gave no program');
  const bodies = allIn(program).filter(({ type }) => type === 'BlockStatement');
  const tooSoon = bodies.flatMap((body) => {
    const names = allIn(body).filter(isName);
    const own = childrenOf(body)
      .filter(({ type }) => type === 'VariableDeclaration')
      .flatMap(childrenOf)
      .flatMap(({ id }) => (isNode(id) ? allIn(id).filter(isName) : []));
    return own.filter(({ name, start }) => names.some((used) => used.name === name && used.start < start));
  });
  return [...new Set(tooSoon.map(({ name }) => name))];
}

test.each(readdirSync(folder))('%s uses nothing before it exists', (file) => {
  expect(usedTooSoon(readFileSync(join(folder, file), 'utf8'))).toEqual([]);
});

test('a use before the line of a constant is seen, also in a function that is called later', () => {
  const early = 'function joinAll() { const a = make(() => b.of); const { b } = other({ b: 1 }); return a.b; }';
  const late = 'function joinAll() { const { b } = other({ b: 1 }); const a = make(() => b.of); return a.b; }';
  expect([usedTooSoon(early), usedTooSoon(late)]).toEqual([['b'], []]);
});
