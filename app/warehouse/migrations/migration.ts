/** One step of the warehouse's schema, in the dialect that DuckDB and PostgreSQL share. Never edited once released. */
export interface Migration {
  /** 1, 2, 3, … without gaps. */
  readonly version: number;
  readonly name: string;
  readonly statements: readonly string[];
  /**
   * Primary keys and indexes, apart from the tables: PostgreSQL runs them; DuckDB does without, because a key doubles the
   * time of a load there (see `loading/`, which keeps ids unique itself) and an index helps no query.
   */
  readonly keys: readonly string[];
}
