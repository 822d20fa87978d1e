import type { Reporter, TestModule } from 'vitest/node';

/** Ends a run with the one line that scripts read. A test that was skipped has proved nothing, so it counts as failed. */
export default class CountingReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const states = modules.flatMap((module) => [...module.children.allTests()].map((test) => test.result().state));
    const passed = states.filter((state) => state === 'passed').length;
    const broken = modules.filter((module) => module.errors().length > 0).length;
    const skipped = states.filter((state) => state === 'skipped' || state === 'pending').length;
    const failed = states.length - passed + broken;
    if (failed > 0) process.exitCode = 1;
    if (skipped > 0) console.log(`${skipped} skipped: a skipped test counts as failed here.`);
    console.log(`${passed} passed, ${failed} failed`);
  }
}
