import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A sample body of the vendor's, by its file's name without `.json`. */
export const vector = (name: string): unknown =>
  JSON.parse(readFileSync(join(import.meta.dirname, '../vectors', `${name}.json`), 'utf8'));

/**
 * What differs in shape between two bodies, by path: keys, and kinds of value. A null matches everything, and of lists the first entries
 * are compared.
 */
export function differences(expected: unknown, actual: unknown, path = ''): readonly string[] {
  if (expected === null || actual === null) return [];
  if (Array.isArray(expected) || Array.isArray(actual)) {
    if (!Array.isArray(expected) || !Array.isArray(actual)) return [`${path} is a list in one of them`];
    return expected.length === 0 || actual.length === 0 ? [] : differences(expected[0], actual[0], `${path}[0]`);
  }
  if (typeof expected !== typeof actual) return [`${path} is ${typeof expected} and ${typeof actual}`];
  if (typeof expected !== 'object' || typeof actual !== 'object') return [];
  const [known, found] = [new Map(Object.entries(expected)), new Map(Object.entries(actual))];
  return [...new Set([...known.keys(), ...found.keys()])].flatMap((key) => {
    const inner = `${path}.${key}`;
    if (!found.has(key)) return [`${inner} is missing`];
    return known.has(key) ? differences(known.get(key), found.get(key), inner) : [`${inner} is not in the vector`];
  });
}
