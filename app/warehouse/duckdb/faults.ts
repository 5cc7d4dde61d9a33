import { MalformedFileError } from "../engine";
import { WarehouseError } from "../errors";

/**
 * Faults whose text speaks of the statement, the machine or the file, not of data. The text of all others
 * (`Conversion Error`, `Constraint Error`, …) quotes the offending cell and is left out.
 */
const kindsWithoutCells = new Set([
  "Binder Error",
  "Catalog Error",
  "Parser Error",
  "Out of Memory Error",
  "IO Error",
  "Transaction Error",
  "TransactionContext Error",
  "Permission Error",
  "Not implemented Error",
  "INTERNAL Error",
  "Interrupt Error",
]);

/** Turns what DuckDB threw into this room's errors. Errors that are not DuckDB's pass unchanged. */
export function toWarehouseFault(shop: string, error: unknown): unknown {
  const kind = kindOf(error);
  if (!(error instanceof Error) || kind === null) return error;
  if (error.message.includes("Could not set lock on file")) {
    return new WarehouseError(
      shop,
      kind,
      "another process has the database file open; stop it, or share one process.",
    );
  }
  return new WarehouseError(
    shop,
    kind,
    kindsWithoutCells.has(kind) ? error.message : `${kind} (its values are not shown)`,
  );
}

/**
 * What a fault leaves unusable until it is opened anew: a database whose file could not be written (a full disk), or, after
 * a fault of DuckDB's own, all that are open.
 */
export function brokenBy(error: unknown): "database" | "instance" | null {
  if (!(error instanceof WarehouseError)) return null;
  if (error.kind === "FATAL Error") return "instance";
  return error.message.includes("has been invalidated") ? "database" : null;
}

/**
 * The reader's own words, in DuckDB 1.5, and what they mean. Its line number is one too high for text that is not
 * JSON, exact for a value of the wrong type, and only near for a time.
 */
const fileFaults: readonly {
  readonly pattern: RegExp;
  readonly read: (line: number) => { line: number | null; reason: string };
}[] = [
  {
    pattern: /^Invalid Input Error: Malformed JSON in file .*, at byte \d+ in line (\d+): /,
    read: (line) => ({
      line: line - 1,
      reason: "not a complete JSON value (the file is damaged or cut off)",
    }),
  },
  {
    pattern:
      /^Invalid Input Error: JSON transform error in file .*, in line (\d+): .*number information is approximate/s,
    read: (line) => ({ line: null, reason: `a value is not a date and time (about line ${String(line)})` }),
  },
  {
    pattern: /^Invalid Input Error: JSON transform error in file .*, in line (\d+): /,
    read: (line) => ({ line, reason: "a value is not of the kind that its field holds" }),
  },
  {
    pattern: /^Invalid Input Error: "maximum_object_size" of \d+ bytes exceeded/,
    read: () => ({ line: null, reason: "a line is longer than 64 MB" }),
  },
  {
    pattern: /^(?:Conversion|Out of Range) Error: /,
    read: () => ({ line: null, reason: "an id is not one of Shopify's, or a number is too large" }),
  },
];

/** As `toWarehouseFault`, for an error met while a downloaded file was read. */
export function toStagingFault(shop: string, path: string, error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  for (const { pattern, read } of fileFaults) {
    const match = pattern.exec(error.message);
    if (!match) continue;
    const { line, reason } = read(Number(match[1]));
    return new MalformedFileError(path, line, reason);
  }
  return toWarehouseFault(shop, error);
}

/** `Constraint Error: …` → `Constraint Error`; null for an error that is not DuckDB's. */
function kindOf(error: unknown): string | null {
  return error instanceof Error && error.name === "Error"
    ? (/^([A-Za-z ]+ Error): /.exec(error.message)?.[1] ?? null)
    : null;
}
