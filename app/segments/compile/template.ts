import { sql, type RawBuilder } from "kysely";

import type { WarehouseTables } from "~/warehouse/tables";

import type { CompileContext } from "./context";

/** The relation that stands for a table. */
export function relation(context: CompileContext, table: keyof WarehouseTables): RawBuilder<unknown> {
  return sql.table(context.relations?.[table] ?? table);
}

/** What the registries' SQL may name in braces besides tables. */
export type Tokens = Readonly<Record<string, RawBuilder<unknown>>>;

/** SQL of a registry with its `{tokens}` filled in: those given, and tables by their relations. */
export function fill<Value>(text: string, context: CompileContext, tokens: Tokens): RawBuilder<Value> {
  const parts = text
    .split(/\{(\w+)\}/)
    .map((part, place) =>
      place % 2 === 0 ? sql.raw(part) : (tokens[part] ?? relation(context, part as keyof WarehouseTables)),
    );
  return sql<Value>`${sql.join(parts, sql``)}`;
}
