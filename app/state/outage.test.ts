import { expect, test } from "vitest";

import { PermanentError } from "~/jobs/job";
import { WarehouseError, WarehouseUnavailableError } from "~/warehouse/errors";

import { outageOf } from "./outage";

/** An error of Prisma or a driver, with what was seen on one when PostgreSQL 15 was stopped, full or not there. */
function seen(name: string, message: string, more: object): Error {
  return Object.assign(new Error(message), { name, ...more });
}
const adapterError = (cause: object) => ({ driverAdapterError: seen("DriverAdapterError", "", { cause }) });

const outages: readonly (readonly [string, unknown, string])[] = [
  [
    "a query while it is down",
    seen("PrismaClientKnownRequestError", "Can't reach database server at 127.0.0.1:5432", { code: "P1001" }),
    "cannot be reached",
  ],
  [
    "a raw query while it is down",
    seen("PrismaClientKnownRequestError", "Raw query failed. Code: `N/A`.", {
      code: "P2010",
      meta: adapterError({ kind: "DatabaseNotReachable", host: "127.0.0.1", port: 5432 }),
    }),
    "cannot be reached",
  ],
  [
    "a raw query that a shutdown ended",
    seen("PrismaClientKnownRequestError", "Raw query failed. Code: `57P01`.", {
      code: "P2010",
      meta: adapterError({ kind: "postgres", code: "57P01", originalCode: "57P01" }),
    }),
    "is being shut down",
  ],
  [
    "a transaction that a shutdown ended",
    new Error("Client has encountered a connection error and is not queryable"),
    "closed the connection",
  ],
  [
    "the first connection while it is down",
    seen("DriverAdapterError", "DatabaseNotReachable", { cause: { kind: "DatabaseNotReachable" } }),
    "cannot be reached",
  ],
  [
    "the first connection where there is none left",
    seen("DriverAdapterError", "TooManyConnections", {
      cause: { kind: "TooManyConnections", originalCode: "53300" },
    }),
    "has no connection free",
  ],
  [
    "the first connection while it starts",
    seen("DriverAdapterError", "postgres", { cause: { kind: "postgres", originalCode: "57P03" } }),
    "is starting",
  ],
  [
    "no free connection of the pool",
    new Error("timeout exceeded when trying to connect"),
    "has no connection free",
  ],
  ["a name that does not resolve just now", seen("Error", "", { code: "EAI_AGAIN" }), "cannot be reached"],
  [
    "the warehouse",
    new WarehouseUnavailableError("one.myshopify.com", "ECONNREFUSED", "is away"),
    "cannot be reached",
  ],
  [
    "what a job makes of it",
    new PermanentError("stopped", {
      cause: new Error("in load", { cause: seen("Error", "", { code: "P1001" }) }),
    }),
    "cannot be reached",
  ],
];

test.each(outages)("an outage is told by its error: %s", (_when, error, said) => {
  expect(outageOf(error)).toBe(said);
});

const others: readonly (readonly [string, unknown])[] = [
  ["another fault of a statement", seen("PrismaClientKnownRequestError", "", { code: "P2002" })],
  ["a wrong password", seen("DriverAdapterError", "", { cause: { kind: "AuthenticationFailed" } })],
  [
    "Shopify out of reach",
    Object.assign(new TypeError("fetch failed"), { cause: seen("Error", "", { code: "ECONNREFUSED" }) }),
  ],
  [
    "a job that met it",
    new Error("ShopifyUnavailableError", {
      cause: Object.assign(new TypeError("fetch failed"), {
        cause: seen("Error", "", { code: "ECONNRESET" }),
      }),
    }),
  ],
  ["a fault of the warehouse", new WarehouseError("one.myshopify.com", "IO Error", "no space left")],
  ["nothing of an error", "P1001"],
  ["nothing", null],
  ["a name that every object has", seen("constructor", "", { code: "toString" })],
];

test.each(others)("%s is no outage", (_what, error) => {
  expect(outageOf(error)).toBeNull();
});

test("a chain that bites its own tail has an end", () => {
  const error = new Error("a");
  error.cause = error;
  expect(outageOf(error)).toBeNull();
});
