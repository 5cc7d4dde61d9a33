import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { expect, it } from "vitest";

const repository = fileURLToPath(new URL("..", import.meta.url));

// Types, lint, format, floors, GraphQL documents and database models are held by the same run as everything else.
it("npm run check passes", async () => {
  const outcome = await promisify(execFile)("npm", ["run", "check:built"], {
    cwd: repository,
    maxBuffer: 64 * 1024 * 1024,
  }).then(
    () => "passes",
    (error: unknown) => String((error as { stdout?: unknown }).stdout ?? error).slice(-6_000),
  );
  expect(outcome).toBe("passes");
});
