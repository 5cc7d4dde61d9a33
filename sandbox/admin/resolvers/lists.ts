import type { Collection } from "../collection";
import { unknownSortKey } from "../connections";
import type { AdminContext } from "../context";
import { notImplemented } from "../errors";
import { compileSearch, type SearchFilters } from "../search";
import type { SortedRows } from "../sortedRows";
import type { CountArgs, SearchArgs } from "./table";

/** The rows of a list field: sorted, searched, and only those that the app may see. */
export function listRows<Row extends { id: string }>(
  field: string,
  collection: Pick<Collection<Row>, "sorted">,
  filters: SearchFilters<Row>,
  args: SearchArgs,
  context: AdminContext,
  isVisible?: (row: Row) => boolean,
): SortedRows<Row> {
  if (args.savedSearchId != null) throw notImplemented(`the argument "savedSearchId" of ${field}`);
  const sortKey = args.sortKey ?? "ID";
  const sorted = collection.sorted(sortKey);
  if (!sorted) throw unknownSortKey(field, sortKey);
  const matches = searched(field, filters, args, context);
  if (!matches && !isVisible) return sorted;
  const rows = sorted.rows.filter((row) => (isVisible?.(row) ?? true) && (matches?.(row) ?? true));
  return { rows, sortValue: sorted.sortValue };
}

/** A `…Count` field: precise up to `limit` (null: without limit), a lower bound beyond. */
export function countRows<Row extends { id: string }>(
  field: string,
  collection: Collection<Row>,
  filters: SearchFilters<Row>,
  args: CountArgs,
  context: AdminContext,
  isVisible?: (row: Row) => boolean,
): { count: number; precision: "EXACT" | "AT_LEAST" } {
  const { rows } = listRows(field, collection, filters, { ...args, sortKey: "ID" }, context, isVisible);
  const limit = args.limit ?? Infinity;
  return rows.length > limit
    ? { count: limit, precision: "AT_LEAST" }
    : { count: rows.length, precision: "EXACT" };
}

function searched<Row>(
  field: string,
  filters: SearchFilters<Row>,
  { query }: SearchArgs,
  context: AdminContext,
): ((row: Row) => boolean) | undefined {
  if (query == null || query.trim() === "") return undefined;
  return compileSearch(field, query, filters, { timeZone: context.shop.store.shop.ianaTimezone });
}
