import { expect, test } from 'vitest';
import { scenarios } from './scenarios.ts';

/** The chaos run at its small scale; `npm run chaos -- --scale full` is the same with larger figures. */
test.each(scenarios.map((scenario) => [scenario.name, scenario.promise, scenario] as const))(
  '%s: %s',
  async (_name, _promise, { run }) => {
    const { saw, broken } = await run('small');
    console.log(`      ${saw}`);
    expect(broken).toEqual([]);
  },
);
