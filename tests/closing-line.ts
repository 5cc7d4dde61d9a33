import type { Reporter, TestModule } from "vitest/node";

/** Ends the whole run with one line, "N passed, N failed", whatever the suites were. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const count = { passed: 0, failed: errors.length, skipped: 0 };
    for (const module of modules) {
      let ran = 0;
      for (const test of module.children.allTests()) {
        const state = test.result().state;
        if (state === "pending") continue;
        count[state] += 1;
        ran += 1;
      }
      // A file that fails before its first test (an import error, say) must not vanish from the count.
      if (ran === 0 && module.state() === "failed") count.failed += 1;
    }
    const skipped = count.skipped > 0 ? `, ${String(count.skipped)} skipped` : "";
    console.log(`\n${String(count.passed)} passed, ${String(count.failed)} failed${skipped}`);
  }
}
