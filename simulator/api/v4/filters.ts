/** Ransack filters, `q[<field>_<predicate>]`: a value or a field that cannot be read filters nothing (live account). */

/** How a row is read for a filter. Times are ISO; a filter's must be `YYYY-MM-DD HH:MM:SS UTC`. */
export type Field<T> = {
  readonly kind: 'time' | 'text' | 'number';
  readonly of: (row: T) => string | number | null;
};

type Comparable = string | number;

export function filtered<T>(
  rows: readonly T[],
  query: unknown,
  fields: Readonly<Record<string, Field<T>>>,
): readonly T[] {
  const tests = Object.entries(Object(query)).flatMap(([key, value]) => testOf(key, value, fields) ?? []);
  return rows.filter((row) => tests.every((passes) => passes(row)));
}

function testOf<T>(
  key: string,
  value: unknown,
  fields: Readonly<Record<string, Field<T>>>,
): ((row: T) => boolean) | null {
  const [, name = '', predicate = ''] = /^q\[(\w+?)_(not_eq|eq|lteq|lt|gteq|gt|in|cont)\](?:\[\])?$/.exec(key) ?? [];
  const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
  const wanted = [value].flat().map((one) => readable(String(one), field?.kind ?? 'text'));
  if (field === undefined || wanted.length === 0 || wanted.includes(null)) return null;
  const values = wanted.filter((one) => one !== null);
  return (row) => {
    const own = field.of(row);
    const known = own === null ? null : field.kind === 'time' ? Date.parse(String(own)) : own;
    return known === null ? predicate === 'not_eq' : passes(known, predicate, values);
  };
}

/** Null when it cannot be read. */
function readable(text: string, kind: Field<never>['kind']): Comparable | null {
  switch (kind) {
    case 'text':
      return text;
    case 'number':
      return /^-?\d+$/.test(text) ? Number(text) : null;
    case 'time': {
      const [, day = '', time = ''] = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) UTC$/.exec(text) ?? [];
      const ms = Date.parse(`${day}T${time}Z`);
      return Number.isNaN(ms) ? null : ms;
    }
  }
}

function passes(own: Comparable, predicate: string, values: readonly Comparable[]): boolean {
  const [first = ''] = values;
  switch (predicate) {
    case 'eq':
    case 'in':
      return values.includes(own);
    case 'not_eq':
      return own !== first;
    case 'lt':
      return own < first;
    case 'lteq':
      return own <= first;
    case 'gt':
      return own > first;
    case 'gteq':
      return own >= first;
    case 'cont':
      return String(own).toLowerCase().includes(String(first).toLowerCase());
    default:
      return true;
  }
}
