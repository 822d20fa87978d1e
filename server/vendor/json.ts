/** The vendor's JSON, with the digits of its longest numbers whole. */

/** Null when it is no JSON. An integer beyond 2^53 becomes text of its digits, which `CallNumber` reads. The last of equal keys wins. */
export function readJson(text: string): { readonly value: unknown } | null {
  try {
    return { value: longNumber.test(text) ? JSON.parse(text, keepDigits) : JSON.parse(text) };
  } catch {
    return null;
  }
}

const longNumber = /\d{16}/;

/** A reviver's third argument tells how the value was written (ECMAScript: JSON.parse source text access). */
function keepDigits(...[, value, context]: readonly unknown[]): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
  const source = typeof context === 'object' && context !== null && 'source' in context ? context.source : null;
  return typeof source === 'string' && /^\d+$/.test(source) ? source : value;
}
