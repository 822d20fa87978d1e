import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

const out = join(import.meta.dirname, '../../out/renderer');

/** Every script that the desk's page fetches before anybody does anything: its own, what that imports, and so on; nothing imported later. */
function firstScripts(): ReadonlyMap<string, string> {
  const html = readFileSync(join(out, 'desk/index.html'), 'utf8');
  const wanted = [...html.matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.js)"/g)].map(([, path = '']) => path);
  const found = new Map<string, string>();
  for (const path of wanted) {
    if (found.has(path)) continue;
    const text = readFileSync(join(out, path), 'utf8');
    found.set(path, text);
    for (const [, name] of text.matchAll(/(?:from|import)\s*["'`]\.\/([^"'`]+\.js)["'`]/g))
      wanted.push(`assets/${name}`);
  }
  return found;
}

test('the desk rings with 200 kB of script, compressed, and without any media library', () => {
  const scripts = firstScripts();
  const sizes = [...scripts].map(([path, text]) => ({ path, kB: gzipSync(text).length / 1_000 }));
  const total = sizes.reduce((sum, { kB }) => sum + kB, 0);
  console.log(`First script: ${total.toFixed(1)} kB compressed, in ${sizes.length} files.`);
  expect(sizes.length).toBeGreaterThan(1);
  expect(total).toBeLessThanOrEqual(200);
  expect([...scripts.values()].filter((text) => /vss\.|twilio-video/.test(text))).toEqual([]);
});
