import { randomInt } from 'node:crypto';

/** Crockford's alphabet: no I, L, O or U, so that a code can be read aloud. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const length = 10;

/** A new one-time code: 50 random bits, in the form that is kept (as a hash). */
export const newCode = (): string => Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join('');

/** A code as people see it, e.g. "7K2QX-M40RA". */
export const shownCode = (code: string): string => `${code.slice(0, length / 2)}-${code.slice(length / 2)}`;

/** What a person typed, as the code that was shown: case, spaces, hyphens and look-alikes forgiven. */
export const canonicalCode = (entered: string): string =>
  entered.toUpperCase().replace(/[\s-]/g, '').replace(/[IL]/g, '1').replace(/O/g, '0');
