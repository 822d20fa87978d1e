import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cleanText } from '../../../server/vendor/cleanText.ts';

test.each([
  ['👨‍👩‍👧‍👦 Zoë 🏴󠁧󠁢󠁷󠁬󠁳󠁿', '👨‍👩‍👧‍👦 Zoë 🏴󠁧󠁢󠁷󠁬󠁳󠁿'],
  ['🏳️‍🌈 12F', '🏳️‍🌈 12F'],
  ['🏳‍🌈', '🏳‍🌈'],
  ['👩🏿‍❤️‍💋‍👩🏿', '👩🏿‍❤️‍💋‍👩🏿'],
  ['🇨🇭 3️⃣', '🇨🇭 3️⃣'],
  ['می‌خواهم', 'می‌خواهم'],
  ['क्‍ष', 'क्‍ष'],
])('%s stays whole', (written, shown) => {
  expect(cleanText(written)).toBe(shown.normalize('NFC'));
});

test.each([
  ['North\u202E yb\u0007boL\u2066\u200B\n<b>x</b>', 'North yb boL <b>x</b>'],
  ['\u0000', null],
  ['A\u0000b', 'A b'],
  ['Ad\u200Dmin \u200C', 'Ad min'],
  ['\u061C\u200F12F', '12F'],
  ['lone \uD83D end', 'lone end'],
  ['x\u{E0041}\u{E007F}', 'x'],
  ['\uFEFFGate', 'Gate'],
  ['   ', null],
  [null, null],
])('%j is shown as %j', (written, shown) => {
  expect(cleanText(written)).toBe(shown);
});

test('a long text ends at 80 characters as a reader counts them, and none of them is cut', () => {
  const family = '👨‍👩‍👧‍👦';
  expect(cleanText(family.repeat(90))).toBe(family.repeat(80));
  expect(cleanText('x'.repeat(60_000))).toBe('x'.repeat(80));
  expect(cleanText(`a${'\u0301'.repeat(3_000)}b`)?.length).toBeLessThan(20);
});

test('whatever is written, what is shown is well-formed, one line, and the same when it is read again', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (written) => {
      const shown = cleanText(written) ?? '';
      expect(shown.isWellFormed()).toBe(true);
      expect(shown).not.toMatch(/[\p{Cc}\u202A-\u202E\u2066-\u2069\p{Zl}\p{Zp}]/u);
      expect(cleanText(shown) ?? '').toBe(shown);
    }),
  );
});

test('a plain line takes a short way, and reads as on the long one', () => {
  const letters = [0x21, 0x7e, ...Array.from({ length: 0x24f - 0xc0 + 1 }, (_, at) => 0xc0 + at)];
  const plain = fc.stringMatching(/^[\x21-\x7E]{1,20}(?: [\x21-\x7E]{1,20}){0,2}$/);
  for (const letter of letters.map((code) => String.fromCharCode(code)))
    expect(cleanText(`x${letter} 中`)).toBe(`${cleanText(`x${letter}`)} 中`);
  fc.assert(fc.property(plain, (line) => cleanText(`${line} 中`) === `${cleanText(line)} 中`));
});
