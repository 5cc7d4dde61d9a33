import { expect, test } from "vitest";

import { EnvironmentError, readEnvironment } from "./environment.server";

const complete = {
  SHOPIFY_APP_URL: "https://app.example.com",
  SHOPIFY_API_KEY: "key",
  SHOPIFY_API_SECRET: "hush",
  QUINTILE_ENCRYPTION_KEYS: "a:b",
};

test("reads a complete environment and fills in what may be left out; empty means not set", () => {
  expect(readEnvironment({ ...complete, DATA_DIR: "", UNKNOWN: "x" })).toEqual({
    ...complete,
    NODE_ENV: "development",
    SCOPES: "read_customers,read_orders,read_products",
    DATA_DIR: "./data",
    ROLE: "both",
    PORT: 3000,
    METRICS_HOST: "127.0.0.1",
    LOG_LEVEL: "info",
    DATABASE_CONNECTIONS: 10,
    WAREHOUSE_CONNECTIONS: 10,
    WAREHOUSE_MEMORY_LIMIT: "2GB",
  });
});

test("takes the address that the Shopify CLI gives as HOST", () => {
  const { SHOPIFY_APP_URL: address, ...rest } = complete;
  const read = readEnvironment({ ...rest, HOST: address });
  expect(read.SHOPIFY_APP_URL).toBe(address);
  expect(read.HOST).toBeUndefined();
  expect(readEnvironment({ ...complete, HOST: "127.0.0.1" }).HOST).toBe("127.0.0.1");
});

test("names everything that is missing or wrong at once, and no values", () => {
  const read = () =>
    readEnvironment({ SHOPIFY_API_SECRET: "hush", SHOPIFY_APP_URL: "hush", LOG_LEVEL: "loud" });
  expect(read).toThrow(EnvironmentError);
  expect(read).toThrow(
    /SHOPIFY_APP_URL: .*\n.*SHOPIFY_API_KEY: is missing\n.*QUINTILE_ENCRYPTION_KEYS: is missing\n.*LOG_LEVEL/,
  );
  expect(read).not.toThrow(/hush/);
});

test.each(["http://localhost:4400", "http://127.0.0.1:1", "http://[::1]:4400"])(
  "takes %s for a sandbox",
  (url) => {
    expect(readEnvironment({ ...complete, SHOPIFY_SANDBOX_URL: url }).SHOPIFY_SANDBOX_URL).toBe(url);
  },
);

test.each([
  "http://192.168.1.2:4400",
  "https://example.com",
  "http://localhost.example.com",
  "http://127.0.0.1.example.com",
  "ftp://localhost",
  "http://localhost@example.com",
])("refuses %s as a sandbox", (url) => {
  expect(() => readEnvironment({ ...complete, SHOPIFY_SANDBOX_URL: url })).toThrow(/SHOPIFY_SANDBOX_URL/);
});

test("takes a role of its own only where the warehouses are not files", () => {
  const several = { ...complete, WAREHOUSE_URL: "postgresql://db/quintile" };
  for (const ROLE of ["web", "worker"]) {
    expect(readEnvironment({ ...several, ROLE }).ROLE).toBe(ROLE);
    expect(() => readEnvironment({ ...complete, ROLE })).toThrow(/ROLE: .*WAREHOUSE_URL/);
  }
  expect(readEnvironment({ ...complete, ROLE: "both" }).ROLE).toBe("both");
});

test("refuses any sandbox in production", () => {
  const production = { ...complete, NODE_ENV: "production" };
  expect(readEnvironment(production).NODE_ENV).toBe("production");
  expect(() => readEnvironment({ ...production, SHOPIFY_SANDBOX_URL: "http://localhost:4400" })).toThrow(
    /SHOPIFY_SANDBOX_URL: is refused when NODE_ENV is production/,
  );
});
