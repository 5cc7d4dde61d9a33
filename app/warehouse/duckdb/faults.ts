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

/** The reader's own words, in DuckDB 1.5, for a line that is not JSON or whose value does not fit its column. */
const malformedLine =
  /(Malformed JSON|JSON transform error) in file "([^"]*)",(?: at byte \d+)? in (?:line|record\/value) (\d+)/;
const notAnObject = /JSON transform error in file "([^"]*)"/;
const reasons: Record<string, string> = {
  "Malformed JSON": "not a complete JSON value",
  "JSON transform error": "not a JSON object of the expected shape",
};
const objectTooLarge = /"maximum_object_size" of \d+ bytes exceeded while reading file "([^"]*)"/;

/** Turns what DuckDB threw into this room's errors. Errors that are not DuckDB's pass unchanged. */
export function toWarehouseFault(shop: string, error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof WarehouseError || error instanceof MalformedFileError)
    return error;
  const kind = /^([A-Za-z ]+ Error): /.exec(error.message)?.[1];
  if (kind === undefined) return error;

  const line = malformedLine.exec(error.message);
  if (line)
    return new MalformedFileError(line[2] ?? "", Number(line[3]), reasons[line[1] ?? ""] ?? "unreadable");
  const file = notAnObject.exec(error.message);
  if (file)
    return new MalformedFileError(file[1] ?? "", null, "a line is not a JSON object of the expected shape");
  const large = objectTooLarge.exec(error.message);
  if (large) return new MalformedFileError(large[1] ?? "", null, "a line is longer than 64 MB");
  if (error.message.includes("Could not set lock on file"))
    return new WarehouseError(
      shop,
      kind,
      "another process has the database file open; stop it, or share one process.",
    );
  return new WarehouseError(
    shop,
    kind,
    kindsWithoutCells.has(kind) ? error.message : `${kind} (values left out)`,
  );
}
