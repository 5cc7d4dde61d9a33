import type { Warehouse } from "~/warehouse/engine";

export type EngineName = "duckdb" | "postgresql";

/** What a store holds: nothing; the history; scores, too; the members of all ready-made segments, too. */
export type StoreKind = "empty" | "history" | "scored" | "members";

/** A database engine that stores are measured on. */
export interface BenchEngine {
  /** Makes a store, once: it is kept between runs. */
  keep(kind: StoreKind, store: StoreSetting): Promise<void>;
  /** A copy of a kept store, which its borrower may change, or the kept one itself for who only reads. */
  lend(kind: StoreKind, store: StoreSetting & { readsOnly: boolean; scratch: string }): Promise<LentStore>;
}

export interface StoreSetting {
  readonly customers: number;
  readonly inputs: string;
  readonly server: string | null;
}

export interface LentStore {
  /** Opens it as the app does. */
  warehouse(): Promise<Warehouse>;
  /** Opens it with the engine's own client and nothing between. On DuckDB, not beside {@link LentStore.warehouse}. */
  bare(): Promise<BareConnection>;
  /** Closes what was opened, and deletes the copy. */
  giveBack(): Promise<void>;
}

/** What hand-written SQL is run through. */
export interface BareConnection {
  /** Runs a script of any number of statements. */
  run(script: string): Promise<void>;
  rows<Row>(query: string): Promise<Row[]>;
  /** Writes what a SELECT gives as CSV with a header, by the engine's own means. */
  writeCsv(select: string, file: string): Promise<void>;
  /** Puts each line of a file into a table of one column, where the engine reads no files itself. */
  readLines?(file: string, table: string): Promise<void>;
}
