import type { DuckDBConnection, DuckDBType, DuckDBValue } from "@duckdb/node-api";
import type { CompiledQuery } from "kysely";

import type { LoadingConnection } from "../engine";
import { WarehouseError } from "../errors";
import { toStagingFault, toWarehouseFault } from "./faults";
import { stageJsonLines } from "./stageJsonLines.server";
import { cellReader, toDuckdb, type CellReader } from "./values";

/** One DuckDB connection spoken to through the port's terms. */
export function wrapConnection(shop: string, duckdb: DuckDBConnection): LoadingConnection {
  async function all<Row>(query: CompiledQuery<Row>): Promise<Row[]> {
    try {
      const { values, types } = parameters(query);
      // Streamed in vectors of 2,048 rows, each awaited, so that a large result never holds the event loop.
      const result = await duckdb.stream(query.sql, values, types);
      const names = result.columnNames();
      const readers = names.map((name, column) => readerFor(shop, name, result.columnType(column)));
      const rows: Row[] = [];
      for await (const chunk of result) {
        const columns = readers.map((read, column) =>
          chunk.getColumnValues(column).map((value) => (value === null ? null : read(value))),
        );
        for (let row = 0; row < chunk.rowCount; row++) {
          rows.push(Object.fromEntries(names.map((name, column) => [name, columns[column]?.[row]])) as Row);
        }
      }
      return rows;
    } catch (error) {
      throw toWarehouseFault(shop, error);
    }
  }

  async function run(query: CompiledQuery): Promise<number> {
    try {
      const { values, types } = parameters(query);
      const result = await duckdb.run(query.sql, values, types);
      return result.rowsChanged;
    } catch (error) {
      throw toWarehouseFault(shop, error);
    }
  }

  return {
    all,
    run,
    async stageJsonLines(stage) {
      try {
        return await stageJsonLines(duckdb, stage);
      } catch (error) {
        throw toStagingFault(shop, stage.path, error);
      }
    },
  };
}

function parameters(query: CompiledQuery): {
  values: DuckDBValue[] | undefined;
  types: DuckDBType[] | undefined;
} {
  if (query.parameters.length === 0) return { values: undefined, types: undefined };
  const bound = query.parameters.map(toDuckdb);
  return { values: bound.map(({ value }) => value), types: bound.map(({ type }) => type) as DuckDBType[] };
}

function readerFor(shop: string, column: string, type: DuckDBType): CellReader {
  const reader = cellReader(type);
  if (reader) return reader;
  throw new WarehouseError(
    shop,
    "Unsupported Type",
    `column ${column} is of type ${type.toString()}, which the port does not carry; cast it in the statement.`,
  );
}
