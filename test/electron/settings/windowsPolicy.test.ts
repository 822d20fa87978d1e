import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readWindowsPolicy } from '../../../electron/settings/windowsPolicy.ts';

const folder = mkdtempSync(join(tmpdir(), 'vestibule-policy-'));
const file = join(folder, 'desktop.json');
writeFileSync(file, JSON.stringify({ relay: 'https://file.example.com', allowPlainTextToken: true }));
afterAll(() => rmSync(folder, { recursive: true }));

const [system, administrators, somebody] = ['S-1-5-18', 'S-1-5-32-544', 'S-1-5-21-1-2-3-1001'];
/** A Windows with this in its registry, whose file and folder have these owners; null: it does not say. */
function aWindows(registry: string | null, owners: readonly string[] | null) {
  const asked: string[] = [];
  const ask = (program: string) => {
    asked.push(program);
    return program.endsWith('reg.exe') ? registry : (owners?.join('\r\n') ?? null);
  };
  return { asked, read: (path = file) => readWindowsPolicy(ask, path) };
}
const value = (text: string) =>
  `\r\nHKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Vestibule\r\n    Desktop    REG_SZ    ${text}\r\n\r\n`;

test.each([[[system, system]], [[administrators, administrators]], [[administrators, system]]])(
  'a file that administrators laid down is the policy: owners %j',
  (owners) => {
    expect(aWindows(null, owners).read()).toMatchObject({
      policy: { relay: 'https://file.example.com' },
      trouble: null,
    });
  },
);

test.each([
  ['another user’s file', [somebody, administrators]],
  ['an administrator’s file in another user’s folder', [administrators, somebody]],
  ['a file whose folder has no owner that is told', [administrators]],
  ['a file whose owners Windows does not tell', null],
])('%s is not, and the log says so', (_what, owners) => {
  expect(aWindows(null, owners).read()).toEqual({
    policy: {},
    trouble: expect.stringContaining('not an administrator'),
  });
});

test('the registry’s policy goes before the file’s, which nobody looks at then', () => {
  const windows = aWindows(value('{"relay":"https://registry.example.com"}'), [somebody, somebody]);
  expect(windows.read()).toEqual({ policy: { relay: 'https://registry.example.com' }, trouble: null });
  expect(windows.asked).toEqual(['C:\\Windows\\System32\\reg.exe']);
});

test('a policy of the registry that cannot be read is told, and counts as none', () => {
  expect(aWindows(value('{"relay":7}'), [system, system]).read()).toEqual({
    policy: {},
    trouble: expect.stringContaining('cannot be read'),
  });
});

test('where there is neither, nothing is told', () => {
  expect(aWindows(null, null).read(join(folder, 'none.json'))).toEqual({ policy: {}, trouble: null });
});
