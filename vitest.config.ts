import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { defineConfig, type TestProjectConfiguration } from "vitest/config";

const alias = { "~": fileURLToPath(new URL("./app", import.meta.url)) };

/** What every suite has. The PostgreSQL server of the run is started once, whichever suite asks first. */
const common = { resolve: { alias } };
const postgres = { globalSetup: ["tests/postgres/start.ts"] };
/** Tests that open "the warehouse" open it in PostgreSQL, and the app's own records too. */
const onPostgresql = { ...postgres, env: { TEST_ENGINE: "postgresql" } };

const unit = { testTimeout: 60_000 };
const integration = { testTimeout: 300_000, hookTimeout: 300_000 };

/** Unit tests that leave it to the suite which databases they run on. */
const ofDatabases = globSync("app/**/*.test.ts").filter((path) =>
  /\b(open(Test|Loading)Warehouse|temporary(Process)?State)\(/.test(readFileSync(path, "utf8")),
);

const suites: TestProjectConfiguration[] = [
  {
    ...common,
    test: { name: "unit", include: ["{app,sandbox,bench}/**/*.test.{ts,tsx}"], ...unit, ...postgres },
  },
  { ...common, test: { name: "unit on PostgreSQL", include: ofDatabases, ...unit, ...onPostgresql } },
  {
    ...common,
    test: {
      name: "integration",
      include: ["tests/**/*.test.ts"],
      exclude: ["tests/browser/**"],
      ...integration,
      ...postgres,
    },
  },
  {
    ...common,
    test: {
      name: "integration on PostgreSQL",
      include: ["tests/{segments,sync,tenants,live}/**/*.test.ts"],
      ...integration,
      ...onPostgresql,
    },
  },
  {
    ...common,
    test: {
      name: "browser",
      include: ["tests/browser/**/*.test.ts"],
      globalSetup: ["tests/browser/chromium.ts"],
      testTimeout: 180_000,
      hookTimeout: 180_000,
      fileParallelism: false,
      // By themselves, after all others: what they wait for is what somebody at an idle machine would.
      sequence: { groupOrder: 1 },
      expect: { poll: { timeout: 15_000 } },
    },
  },
];

/** One count at the end, whatever the suites. */
export default defineConfig({
  ...common,
  test: {
    reporters: ["default", "./tests/closing-line.ts"],
    projects: suites,
    // Left to itself, a machine with two cores runs one file after the other: half of it idle.
    maxWorkers: "100%",
  },
});
