import type { Reporter, TestModule } from 'vitest/node';

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/**
 * Ends a run with `tests: 123 passed, 0 failed`, alone on the last line, for people and programs that read
 * nothing else. A file that cannot be loaded, a failed hook and an error outside any test
 * count as failed: the line never reads better than the exit code.
 */
export default class ClosingLineReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const counts: Counts = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
    for (const module of modules) countModule(module, counts);
    process.stdout.write(`${closingLine(counts)}\n`);
  }
}

const countModule = (module: TestModule, counts: Counts): void => {
  for (const test of module.children.allTests()) {
    const { state } = test.result();
    if (state === 'passed') counts.passed += 1;
    else if (state === 'failed') counts.failed += 1;
    else counts.skipped += 1;
  }
  // A failed beforeAll fails its suite and skips the tests.
  for (const suite of module.children.allSuites()) counts.failed += suite.errors().length;
  counts.failed += module.errors().length;
};

const closingLine = ({ passed, failed, skipped }: Counts): string =>
  `tests: ${passed} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`;
