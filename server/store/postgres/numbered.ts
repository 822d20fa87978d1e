/** A statement with `:names` in the form that PostgreSQL takes: `$1` and on, and which name each number stands for. */
export type Numbered = { readonly sql: string; readonly names: readonly string[] };

const known = new Map<string, Numbered>();

/** Names in quoted text are left as they are, and so is a cast (`::`). */
export function numbered(text: string): Numbered {
  const found = known.get(text);
  if (found !== undefined) return found;
  const names: string[] = [];
  const sql = text.replaceAll(/'(?:[^']|'')*'|::\w+|:([a-zA-Z_]\w*)/g, (whole: string, name: string | undefined) => {
    if (name === undefined) return whole;
    if (!names.includes(name)) names.push(name);
    return `$${names.indexOf(name) + 1}`;
  });
  const made = { sql, names };
  known.set(text, made);
  return made;
}
