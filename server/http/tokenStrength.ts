/** Sixteen random bytes have 128 bits; what a machine drew may look like a little less by chance. */
const enoughBits = 112;

/** Whether a secret looks as if a machine had drawn 128 bits for it, so that nobody guesses it. */
export const isHardToGuess = (secret: string): boolean => estimatedBits(secret) >= enoughBits;

/**
 * About how many bits a secret has: by what it is written in, without what follows from the characters before (a run such as `aaa` or
 * `abc`, a piece that came already); and of words of a language at most two for each character (Shannon, 1951).
 */
export function estimatedBits(secret: string): number {
  if (isProse(secret)) return secret.length * 2;
  const characters = [...secret];
  const fresh = characters.filter((_character, index) => !follows(characters, index)).length;
  return fresh * Math.log2(alphabetOf(secret));
}

const isHex = /^[\da-f]*$|^[\dA-F]*$/;
const alphabets: readonly (readonly [RegExp, number])[] = [
  [/^\d*$/, 10],
  [isHex, 16],
  [/^[\da-z]*$|^[\dA-Z]*$/, 36],
  [/^[\w+/=-]*$/, 64],
];
const alphabetOf = (secret: string) => alphabets.find(([form]) => form.test(secret))?.[1] ?? 90;

/** A character that could have been foretold: it goes on with a run, or ends a piece of three that stood before. */
function follows(characters: readonly string[], index: number): boolean {
  if (index < 2) return false;
  const piece = characters.slice(index - 2, index + 1).join('');
  const [first = 0, second = 0, third = 0] = [...piece].map((character) => character.codePointAt(0));
  const isRun = second - first === third - second && Math.abs(third - second) <= 1;
  return isRun || characters.slice(0, index).join('').includes(piece);
}

/** Words as a person strings them together: long runs of letters, with the vowels of a language, and hardly a number between them. */
function isProse(secret: string): boolean {
  if (isHex.test(secret)) return false;
  const pieces = secret.match(/[A-Z]?[a-z]+|[A-Z]+|\d+|[^A-Za-z\d]+/g) ?? [];
  const words = pieces.filter((piece) => /[A-Za-z]/.test(piece));
  const numbers = pieces.filter((piece) => /\d/.test(piece));
  const letters = words.join('').length;
  const vowels = secret.match(/[aeiou]/gi)?.length ?? 0;
  return (
    letters >= secret.length * 0.7 &&
    letters >= words.length * 3.5 &&
    numbers.length <= 1 + secret.length / 25 &&
    vowels >= letters * 0.3
  );
}
