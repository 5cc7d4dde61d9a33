import type { DuckDBConnection, DuckDBType, DuckDBValue } from "@duckdb/node-api";
import type { CompiledQuery } from "kysely";

import type { LoadingConnection } from "../engine";
import { WarehouseError } from "../errors";
import { toStagingFault, toWarehouseFault } from "./faults";
import { stageJsonLines } from "./stageJsonLines.server";
import { cellReader, toDuckdb, type CellReader } from "./values";

/** One DuckDB connection spoken to through the port's terms. */
export function wrapConnection(shop: string, duckdb: DuckDBConnection): LoadingConnection {
  // In vectors of 2,048 rows, each awaited, so that a large result never holds the event loop.
  async function* pages<Row>(query: CompiledQuery<Row>): AsyncGenerator<Row[], void> {
    let open = true;
    try {
      const { values, types } = parameters(query);
      const result = await duckdb.stream(query.sql, values, types);
      const names = result.columnNames();
      const readers = names.map((name, column) => readerFor(shop, name, result.columnType(column)));
      for await (const chunk of result) {
        const columns = readers.map((read, column) =>
          chunk.getColumnValues(column).map((value) => (value === null ? null : read(value))),
        );
        yield Array.from(
          { length: chunk.rowCount },
          (_, row) => Object.fromEntries(names.map((name, column) => [name, columns[column]?.[row]])) as Row,
        );
      }
      open = false;
    } catch (error) {
      open = false;
      throw toWarehouseFault(shop, error);
    } finally {
      // Whoever stops early leaves a result open; the connection's next statement closes it and what it keeps from being
      // cleaned up.
      if (open) await duckdb.run("SELECT 1");
    }
  }

  async function all<Row>(query: CompiledQuery<Row>): Promise<Row[]> {
    const rows: Row[] = [];
    for await (const page of pages(query)) for (const row of page) rows.push(row);
    return rows;
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
    pages,
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
