import { defineConfig } from "prisma/config";

// `generate`, `validate` and `format` insist on a schema engine being there, then never run it: without this they
// download one. Anything runnable satisfies them.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;

const provider = process.env.STATE_PROVIDER === "postgresql" ? "postgresql" : "sqlite";

/** One set of models, two providers: `STATE_PROVIDER=postgresql` picks the other one; SQLite is the default. */
export default defineConfig({
  schema: `prisma/${provider}`,
  migrations: { path: `prisma/${provider}/migrations` },
});
