import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { aFolder } from '../aFolder.ts';
import { vestibule } from './vestibule.ts';

const connect = ['connect', '--site', 'harbor-house', '--role', 'called'];
const pageOf = (file: string) => readFileSync(join(import.meta.dirname, '../../..', file), 'utf8');

test('which account is needed is told before anything is asked for, also where no client is known', async () => {
  const { code, error } = await vestibule(aFolder(), connect);
  expect(code).toBe(1);
  expect(error).toMatch(/"Front desk" with the contact preference "app"[\s\S]*Which client\?[^\n]*--client/);
});

test('a program is told only what went wrong', async () => {
  const { code, out, error } = await vestibule(aFolder(), [...connect, '--json']);
  expect([code, out, error]).toEqual([1, '', expect.stringMatching(/^Which client\?/)]);
});

test.each(['README.md', 'docs/install.md', 'docs/butterflymx.md'])(
  '%s names the client with the first account',
  (file) => {
    expect(pageOf(file)).toMatch(/vestibule connect --site \S+ --role called --client ID \[--secret-file F\]/);
  },
);
