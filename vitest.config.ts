import { fileURLToPath } from "node:url";

import { defineConfig } from "vitest/config";

const alias = { "~": fileURLToPath(new URL("./app", import.meta.url)) };

/** Three suites, one count at the end: unit tests beside their code, tests that cross rooms, and the browser. */
export default defineConfig({
  resolve: { alias },
  test: {
    reporters: ["default", "./tests/closing-line.ts"],
    projects: [
      {
        resolve: { alias },
        test: {
          name: "unit",
          include: ["{app,sandbox,bench}/**/*.test.{ts,tsx}"],
          globalSetup: ["tests/postgres/start.ts"],
          testTimeout: 60_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: "integration",
          include: ["tests/**/*.test.ts"],
          exclude: ["tests/browser/**"],
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: "browser",
          include: ["tests/browser/**/*.test.ts"],
          globalSetup: ["tests/browser/chromium.ts"],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          fileParallelism: false,
          expect: { poll: { timeout: 15_000 } },
        },
      },
    ],
  },
});
