import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { z } from 'zod';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const Violations = z.object({
  violations: z.array(z.object({ id: z.string(), nodes: z.array(z.object({ html: z.string() })) })),
});

/** What still fades in has too little contrast: it is looked at once it stands, however long that takes to be painted. */
const stand = async () => {
  while (document.getAnimations().length > 0)
    await Promise.allSettled(document.getAnimations().map(({ finished }) => finished));
};

/** What axe finds; evaluated as the debugger does, for the page's policy lets no foreign script in. */
export async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(stand);
  await page.evaluate(axe);
  const { violations: found } = Violations.parse(
    await page.evaluate('axe.run(document, { resultTypes: ["violations"] })'),
  );
  return found.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
}
