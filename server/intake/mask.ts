/** What is kept of a delivery that nobody could read: its structure to six levels, with every value masked but its length or size. */
export function mask(body: unknown, depth = 0): unknown {
  if (typeof body === 'string') return `text of ${body.length}`;
  if (typeof body === 'number') return 'number';
  if (typeof body !== 'object' || body === null) return body;
  if (depth === 6) return 'deeper';
  if (Array.isArray(body)) return [`list of ${body.length}`, ...body.slice(0, 3).map((item) => mask(item, depth + 1))];
  const fields = Object.entries(body).slice(0, 50);
  return Object.fromEntries(fields.map(([name, value]) => [maskName(name), mask(value, depth + 1)]));
}

/** A field's name is kept when it looks like one; anything else might itself be a value. */
const maskName = (name: string) =>
  /^[A-Za-z][A-Za-z0-9_]{0,39}$/.test(name) && name !== '__proto__' ? name : `name of ${name.length}`;
