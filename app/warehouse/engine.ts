import type { CompiledQuery } from "kysely";

/**
 * The engine port: what the rest of the house needs of a shop's warehouse, whichever database it is.
 * Statements are compiled by Kysely and always carry their values as parameters.
 */
export interface Connection {
  /** All rows of a statement. BIGINT arrives as bigint, TIMESTAMP as a UTC `Date`, DATE as `YYYY-MM-DD`, text[] as string[]. */
  all<Row>(query: CompiledQuery<Row>): Promise<Row[]>;
  /**
   * The rows of a statement as {@link Connection.all} gives them, page after page (a few thousand rows each) as they are
   * asked for: the whole result is never held, and all pages show the state at which the statement began.
   */
  pages<Row>(query: CompiledQuery<Row>): AsyncGenerator<Row[], void>;
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
  /**
   * Leaves nothing in the database's files of rows that were deleted or replaced, where a database only marks their place as
   * free. Until it is done it keeps others waiting: on DuckDB everybody, on PostgreSQL who writes, or reads one of `withTexts`.
   *
   * @returns false where somebody still reads what was there before: to be asked again later
   */
  forgetDeleted(from: DeletedFrom): Promise<boolean>;
}

/** What a warehouse is asked and told by statements. */
export type WarehouseStatements = Omit<Warehouse, "forgetDeleted">;

/** The tables that had such rows. */
export interface DeletedFrom {
  /** Nothing at all may be left of them. */
  readonly withTexts: readonly string[];
  /** What is left of them until it is overwritten are numbers, which without the others tell nobody anything. */
  readonly withNumbers: readonly string[];
}

/** What a writing transaction can do besides: read a downloaded JSONL file at the engine's own speed. */
export interface LoadingConnection extends Connection {
  /**
   * Makes the records of a newline-delimited JSON file temporary tables of this transaction (older ones of those names
   * are dropped). Keys that no column names are ignored. Resolves to a report per table, in their order.
   *
   * @throws {MalformedFileError} where a line is not a JSON object, or a value does not fit its column or is missing
   */
  stageJsonLines(stage: JsonLinesStage): Promise<StagedRows[]>;
}

export interface JsonLinesStage {
  readonly path: string;
  readonly tables: readonly StagedTable[];
  /** Decimals of the shop's currency: what `money` is multiplied by ten that often. */
  readonly moneyDigits: number;
}

export interface StagedTable {
  /** Name of the temporary table. */
  readonly into: string;
  /**
   * Which records become rows: lines without a `__parentId` (`roots`), lines with one (`children`), or each item of a
   * list that root lines carry; `roots` come before these.
   */
  readonly rows: "roots" | "children" | { readonly itemsOf: string };
  readonly columns: readonly StagedColumn[];
}

/** A column of a staged table. */
export interface StagedColumn {
  readonly name: string;
  /**
   * Keys from the top of the line. In `itemsOf` a list, a path through that list leads into the item, and any other
   * path must be one that `roots` has too.
   */
  readonly path: readonly string[];
  readonly kind: StagedKind;
  /** What a missing or null value becomes; `refuse` is an error. */
  readonly missing: "refuse" | "null" | "zero";
}

/**
 * `id`: the number at the end of a gid, bigint. `key`: the text there, where Shopify has no number; what follows a `?` (a
 * checkout's token) is left out. `time`: ISO 8601 with offset, as UTC. `money`: a decimal string, as
 * minor units, bigint, rounded half away from zero. `texts`: a list, empty where missing.
 */
export type StagedKind =
  "id" | "key" | "text" | "texts" | "time" | "boolean" | "integer" | "bigint" | "money";

export interface StagedRows {
  readonly rows: number;
  /** Rows with an amount of more decimals than the currency has, which was rounded. */
  readonly rounded: number;
}

/** Where warehouses live. One per process. */
export interface WarehouseEngine {
  /** Opens (creating and migrating as needed) the warehouse of a shop; the same object while it stays open. */
  open(shop: string): Promise<Warehouse>;
  /** Deletes a shop's warehouse and everything in it. */
  drop(shop: string): Promise<void>;
  /** Resolves where the engine can be used at the moment; one of files always can. */
  reach(): Promise<void>;
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
