import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { demoBeside } from '../../../server/cli/demoBeside.ts';
import { aRelay } from '../../harness/aRelay.ts';

test('a command over the default folder, where no relay runs, tells of the demo beside it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'vestibule-beside-'));
  const demo = join(folder, 'demo');
  mkdirSync(demo);
  const relay = await aRelay({ dataDir: demo });
  expect(await demoBeside(folder, undefined)).toContain(`VESTIBULE_DATA_DIR=${demo}`);
  expect(await demoBeside(folder, folder)).toBeNull();
  const own = await aRelay({ dataDir: folder });
  expect(await demoBeside(folder, undefined)).toBeNull();
  await own.stop();
  await relay.stop();
  expect(await demoBeside(folder, undefined)).toBeNull();
  rmSync(folder, { recursive: true, force: true });
});
