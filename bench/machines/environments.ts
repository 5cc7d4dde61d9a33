import { randomBytes } from "node:crypto";
import { join } from "node:path";

import { allScopes, clientId, clientSecret } from "../../tests/sync/harness";

export interface Environments {
  /** Of every machine. */
  readonly machines: Readonly<Record<string, string>>;
  /** Of the process that watches them, on the same databases. */
  readonly watcher: Readonly<Record<string, string>>;
  /** Of the process that syncs the undisturbed shops, on databases of its own. */
  readonly undisturbed: Readonly<Record<string, string>>;
}

export function environmentsFor({
  appUrl,
  sandboxUrl,
  databaseUrl,
  scratch,
}: Readonly<Record<"appUrl" | "sandboxUrl" | "databaseUrl" | "scratch", string>>): Environments {
  const common = {
    // Neither "production", which refuses the sandbox, nor "development".
    NODE_ENV: "test",
    SHOPIFY_APP_URL: appUrl,
    SHOPIFY_API_KEY: clientId,
    SHOPIFY_API_SECRET: clientSecret,
    SHOPIFY_SANDBOX_URL: sandboxUrl,
    SCOPES: allScopes.join(","),
    QUINTILE_ENCRYPTION_KEYS: `machines:${randomBytes(32).toString("base64")}`,
    WAREHOUSE_MEMORY_LIMIT: "1GB",
    WAREHOUSE_THREADS: "1",
    METRICS_PORT: "",
  };
  const shared = {
    DATABASE_URL: databaseUrl,
    DATABASE_CONNECTIONS: "10",
    WAREHOUSE_URL: databaseUrl,
    WAREHOUSE_CONNECTIONS: "10",
  };
  const alone = { DATABASE_URL: "", WAREHOUSE_URL: "" };
  return {
    machines: { ...common, ...shared, LOG_LEVEL: "debug" },
    watcher: { ...common, ...shared, LOG_LEVEL: "silent", DATA_DIR: join(scratch, "watcher") },
    undisturbed: { ...common, ...alone, LOG_LEVEL: "error", DATA_DIR: join(scratch, "undisturbed") },
  };
}
