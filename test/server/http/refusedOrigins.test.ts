import { expect, test } from 'vitest';
import { refusedOrigins } from '../../../server/http/refusedOrigins.ts';

function someLines() {
  const lines: { readonly fields: object; readonly words: string }[] = [];
  return {
    lines,
    refused: refusedOrigins({ warn: (fields: object, words: string) => void lines.push({ fields, words }) }),
  };
}

test('an origin that is refused is told once, with what to set', () => {
  const { lines, refused } = someLines();
  for (let again = 0; again < 3; again += 1) refused('https://calls.example.com');
  refused('https://other.example');
  expect(lines).toEqual([
    { fields: { origin: 'https://calls.example.com' }, words: expect.stringContaining('set VESTIBULE_PUBLIC_URL') },
    { fields: { origin: 'https://other.example' }, words: expect.any(String) },
  ]);
});

test('a stranger who makes up origins fills neither the log nor the memory', () => {
  const { lines, refused } = someLines();
  for (let made = 0; made < 1_000; made += 1) refused(`https://${made}.example/${'x'.repeat(10_000)}`);
  expect([lines.length, Math.max(...lines.map(({ fields }) => JSON.stringify(fields).length)) < 300]).toEqual([
    50,
    true,
  ]);
});
