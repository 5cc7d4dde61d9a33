import type { CompiledQuery } from "kysely";
import type { ClientBase, CustomTypesConfig } from "pg";
import Cursor from "pg-cursor";

import type { Connection } from "../engine";
import { WarehouseError } from "../errors";
import { toWarehouseFault } from "./faults";
import { cellReader, toPostgres } from "./values";

/** Rows of a page: as many as DuckDB's vectors hold, so that one page never holds the event loop. */
const pageRows = 2_048;

/** One PostgreSQL connection, in a transaction that sees the shop's schema, spoken to through the port's terms. */
export function wrapConnection(shop: string, client: ClientBase): Connection {
  const types: CustomTypesConfig = {
    getTypeParser: ((oid: number) =>
      cellReader(oid) ?? refuse(shop, oid)) as CustomTypesConfig["getTypeParser"],
  };
  const asked = (query: CompiledQuery) => ({
    text: query.sql,
    values: query.parameters.map(toPostgres),
    types,
  });

  return {
    async all<Row>(query: CompiledQuery<Row>): Promise<Row[]> {
      try {
        return (await client.query(asked(query))).rows as Row[];
      } catch (error) {
        throw toWarehouseFault(shop, error);
      }
    },
    async *pages<Row>(query: CompiledQuery<Row>): AsyncGenerator<Row[], void> {
      const { text, values } = asked(query);
      const cursor = client.query(new Cursor<Row>(text, values, { types }));
      try {
        for (;;) {
          const page = await cursor.read(pageRows);
          if (page.length === 0) return;
          yield page;
        }
      } catch (error) {
        throw toWarehouseFault(shop, error);
      } finally {
        await cursor.close().catch(() => undefined);
      }
    },
    async run(query) {
      try {
        return (await client.query(asked(query))).rowCount ?? 0;
      } catch (error) {
        throw toWarehouseFault(shop, error);
      }
    },
  };
}

function refuse(shop: string, oid: number): () => never {
  return () => {
    throw new WarehouseError(
      shop,
      "Unsupported Type",
      `a column is of type ${String(oid)}, which the port does not carry; cast it in the statement.`,
    );
  };
}
