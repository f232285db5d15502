import type { Reporter, TestModule } from 'vitest/node'

/**
 * Closes the run with `N passed, M failed` alone on a line. A file that could not be loaded counts as a failure, and so
 * does a skipped test: nothing is left out silently.
 */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: ReadonlyArray<TestModule>, errors: ReadonlyArray<unknown>): void {
    let passed = 0
    let failed = errors.length
    for (const module of modules) {
      if (module.errors().length > 0) failed++
      for (const test of module.children.allTests()) {
        if (test.result().state === 'passed') passed++
        else {
          failed++
          if (test.result().state !== 'failed') console.log(`not run: ${test.fullName}`)
        }
      }
    }
    if (failed > 0) process.exitCode = 1
    console.log(`\n${passed} passed, ${failed} failed`)
  }
}
