import { randomBytes } from "node:crypto";

import type { Environment } from "~/state/environment.server";

export const secret = "hush";

/** What a process does that answers webhooks: on PostgreSQL that alone, else there is no other beside it. */
export function roleOn(databaseUrl: string): Environment["ROLE"] {
  return isPostgresql(databaseUrl) ? "web" : "both";
}

/** Of a process of the built app that keeps its records in a database. */
export function environmentOf(databaseUrl: string, appUrl: string): Readonly<Record<string, string>> {
  return {
    NODE_ENV: "production",
    SHOPIFY_APP_URL: appUrl,
    SHOPIFY_API_KEY: "key",
    SHOPIFY_API_SECRET: secret,
    SHOPIFY_SANDBOX_URL: "",
    QUINTILE_ENCRYPTION_KEYS: `bench:${randomBytes(32).toString("base64")}`,
    DATABASE_URL: databaseUrl,
    WAREHOUSE_URL: isPostgresql(databaseUrl) ? databaseUrl : "",
    METRICS_PORT: "",
    LOG_LEVEL: "info",
  };
}

function isPostgresql(databaseUrl: string): boolean {
  return /^postgres(ql)?:/.test(databaseUrl);
}
