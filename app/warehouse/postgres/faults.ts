import { DatabaseError } from "pg";

import { outageOf } from "~/state/outage";

import { WarehouseError, WarehouseUnavailableError } from "../errors";

/**
 * Classes of SQLSTATE whose message speaks of the statement or the machine, not of data. That of all others (`22…`,
 * `23…`) may quote a cell and is left out.
 */
const classesWithoutCells = new Set([
  "08",
  "0A",
  "25",
  "26",
  "34",
  "3F",
  "40",
  "42",
  "53",
  "54",
  "55",
  "57",
  "58",
  "XX",
]);

/** What a fault means beyond its text, where there is something to do about it. */
const advice: Readonly<Partial<Record<string, string>>> = {
  "53100":
    "the disk of the warehouse's database server is full; make room on it. What was stored is as it was.",
  "57014": "a statement took longer than it may, and was stopped. What was stored is as it was.",
  "42501": "the database user may not do this; see docs/deploy.md for the rights that it needs.",
};

/** Turns what the driver threw into this room's errors. Errors that are not PostgreSQL's pass unchanged. */
export function toWarehouseFault(shop: string, error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if (error instanceof WarehouseError) return error;
  const outage = outageOf(error);
  if (outage !== null) return new WarehouseUnavailableError(shop, code, outage);
  if (!(error instanceof DatabaseError)) return error;
  const known = advice[code];
  if (known !== undefined) return new WarehouseError(shop, code, known);
  const reason = classesWithoutCells.has(code.slice(0, 2))
    ? `${code}: ${error.message}`
    : `${code} (its values are not shown)`;
  return new WarehouseError(shop, code, reason);
}
