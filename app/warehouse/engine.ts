import type { CompiledQuery } from "kysely";

/**
 * The engine port: what the rest of the house needs of a shop's warehouse, whichever database it is.
 * Statements are compiled by Kysely and always carry their values as parameters.
 */
export interface Connection {
  /** All rows of a statement. BIGINT arrives as bigint, TIMESTAMP as a UTC `Date`, DATE as `YYYY-MM-DD`, text[] as string[]. */
  all<Row>(query: CompiledQuery<Row>): Promise<Row[]>;
  /** Runs a statement for its effect; resolves to the number of rows it changed. */
  run(query: CompiledQuery): Promise<number>;
}

/** One shop's warehouse. Statements outside a transaction may run side by side; each sees the last committed state. */
export interface Warehouse extends Connection {
  readonly shop: string;
  /**
   * Runs `work` in one transaction on one connection: everything in it becomes visible together, or nothing does.
   * Writing transactions of one shop are run one after the other.
   */
  transaction<Result>(work: (connection: LoadingConnection) => Promise<Result>): Promise<Result>;
}

/** What a writing transaction can do besides: read a downloaded JSONL file at the engine's own speed. */
export interface LoadingConnection extends Connection {
  /**
   * Makes the rows of a newline-delimited JSON file readable as the temporary table `into`, typed by `columns`.
   * Keys that are absent are NULL; keys that are not named are ignored.
   *
   * @throws {MalformedFileError} naming file and line, where a line is not a JSON object or a value does not fit its type.
   */
  stageJsonLines(input: { path: string; into: string; columns: readonly JsonColumn[] }): Promise<void>;
}

/** A column of a staged file: the top-level JSON key and the (nested) DuckDB-spelled type that it is read as. */
export interface JsonColumn {
  readonly key: string;
  readonly type: string;
}

/** Where warehouses live. One per process. */
export interface WarehouseEngine {
  /** Opens (creating and migrating as needed) the warehouse of a shop; the same object while it stays open. */
  open(shop: string): Promise<Warehouse>;
  /** Deletes a shop's warehouse and everything in it. */
  drop(shop: string): Promise<void>;
  /** Closes everything; open statements are finished first. */
  close(): Promise<void>;
}

/** A downloaded file that cannot be read: which file, which line (1-based, where known) and why. Carries no cell values. */
export class MalformedFileError extends Error {
  override readonly name = "MalformedFileError";
  constructor(
    readonly path: string,
    readonly line: number | null,
    readonly reason: string,
  ) {
    super(`${path}${line === null ? "" : `, line ${String(line)}`}: ${reason}`);
  }
}
