import { expect, test } from 'vitest';
import { onlyInvite } from '../../scripts/onlyInvite.ts';
import { aConsole } from '../server/console/aConsole.ts';

test('each start of the demo leaves one open invitation: its own', async () => {
  const { ask } = await aConsole();
  const operate = async (method: string, path: string, body?: unknown) => (await ask(method, path, body)).body;
  const first = await onlyInvite(operate, 'demo');
  const second = await onlyInvite(operate, 'demo');
  const enrol = async (code: string) => (await ask('POST', '/enrol', { code }, {})).status;
  expect([await enrol(first.code), await enrol(second.code)]).toEqual([404, 200]);
});
