import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { isHardToGuess } from '../../../server/http/tokenStrength.ts';

test.each([
  'aaaaaaaaaaaaaaaaaaaa',
  'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
  'abcdefghijklmnopqrstuvwxyz0123456789',
  'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  '98765432109876543210',
  'abcabcabcabcabcabcabcabcabcabcabcabcabcabc',
  'secretsecretsecretsecretsecretsecretsecret',
  'correct-horse-battery-staple',
  'vestibule-operator-token-2026',
  'VestibuleOperatorToken2026',
  'an-operator-token-of-some-length',
  'changeme-changeme-changeme',
  '0123456789abcdef0123456789abcdef',
  '20261124070000123456',
])('can be guessed: %s', (secret) => {
  expect(isHardToGuess(secret)).toBe(false);
});

const base36 = (bytes: Buffer) => BigInt(`0x${bytes.toString('hex')}`).toString(36);
test.each([
  ['hexadecimal', (bytes: Buffer) => bytes.toString('hex')],
  ['base64', (bytes: Buffer) => bytes.toString('base64')],
  ['base64url', (bytes: Buffer) => bytes.toString('base64url')],
  ['small letters and digits', base36],
  ['a UUID', (bytes: Buffer) => bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5')],
])('what a machine drew is hard to guess, written in %s', (_way, write) => {
  const drawn = Array.from({ length: 2_000 }, (_, nth) =>
    createHash('sha256').update(`${nth}`).digest().subarray(0, 16),
  );
  const refused = drawn.map(write).filter((secret) => !isHardToGuess(secret));
  expect(refused.length).toBeLessThan(5);
});
