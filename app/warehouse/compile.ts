import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  sql,
  type CompiledQuery,
} from "kysely";

import type { WarehouseTables } from "./tables";

/**
 * Builds and compiles statements over the warehouse's tables; executes nothing. The text is PostgreSQL's (`$1`
 * parameters), which DuckDB reads as well. Hand the result of `.compile()` to a `Connection`.
 */
export const warehouseSql = new Kysely<WarehouseTables>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});

/**
 * A whole statement as a template: statement<{ buyers: bigint }>`SELECT count(*) AS buyers FROM rfm_scores`.
 * Interpolated values become parameters; Kysely fragments (`sql.ref`, `sql.raw`, …) are spliced in.
 */
export function statement<Row>(
  text: TemplateStringsArray,
  ...values: readonly unknown[]
): CompiledQuery<Row> {
  return sql<Row>(text, ...values).compile(warehouseSql);
}
