/** A statement with `:names` in the form that an engine takes fastest: numbers, `$1` and on or `?1` and on, and which name each number stands for. */
export type Numbered = { readonly sql: string; readonly names: readonly string[] };

type Sign = '$' | '?';
const known = { $: new Map<string, Numbered>(), '?': new Map<string, Numbered>() };

/** Names in quoted text are left as they are, and so is a cast (`::`). */
export function numbered(text: string, sign: Sign): Numbered {
  const found = known[sign].get(text);
  if (found !== undefined) return found;
  const names: string[] = [];
  const sql = text.replaceAll(/'(?:[^']|'')*'|::\w+|:([a-zA-Z_]\w*)/g, (whole: string, name: string | undefined) => {
    if (name === undefined) return whole;
    if (!names.includes(name)) names.push(name);
    return `${sign}${names.indexOf(name) + 1}`;
  });
  const made = { sql, names };
  known[sign].set(text, made);
  return made;
}
