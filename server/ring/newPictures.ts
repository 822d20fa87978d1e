import type { Line } from './line.ts';

/** Pictures of one call that one source is believed. */
const mostPictures = 4;

/** Tells whether this picture of a call was not asked for before. The same one may be told again under a new signature. */
export function newPictures(): (line: Line, address: string) => boolean {
  const asked = new WeakMap<Line, Set<string>>();
  return (line, address) => {
    const known = asked.get(line) ?? new Set();
    asked.set(line, known);
    const [name = ''] = address.split('?');
    return !known.has(name) && known.add(name).size <= mostPictures;
  };
}
