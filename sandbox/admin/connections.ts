import { badRequest, notImplemented } from "./errors";
import { compareSortKeys, firstIndex, type SortedRows } from "./sortedRows";

export const MAX_PAGE = 250;
/** Nothing beyond can be paged to; bulk operations read more. */
export const MAX_DEPTH = 25_000;

export interface ConnectionArgs {
  first?: number | null;
  last?: number | null;
  after?: string | null;
  before?: string | null;
  reverse?: boolean | null;
}

export interface Connection<Row> {
  edges: { cursor: string; node: Row }[];
  nodes: Row[];
  pageInfo: {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    startCursor: string | null;
    endCursor: string | null;
  };
}

/** One page of a connection, by Shopify's rules: exactly one of first and last, at most {@link MAX_PAGE}. */
export function paginate<Row extends { id: string }>(
  { rows, sortValue }: SortedRows<Row>,
  args: ConnectionArgs,
): Connection<Row> {
  const size = pageSize(args);
  const direction = args.reverse ? -1 : 1;
  const ordered = args.reverse ? [...rows].reverse() : rows;
  const keyOf = (row: Row): { value: string | number; id: string } => ({ value: sortValue(row), id: row.id });
  // A cursor names a place in the order, not a row: it stays good when its row is gone.
  const isPast = (row: Row, cursor: string): boolean =>
    direction * compareSortKeys(keyOf(row), decodeCursor(cursor)) > 0;
  const isBefore = (row: Row, cursor: string): boolean =>
    direction * compareSortKeys(keyOf(row), decodeCursor(cursor)) < 0;

  const start = args.after ? firstIndex(ordered, (row) => isPast(row, args.after ?? "")) : 0;
  if (start >= MAX_DEPTH && args.last == null)
    throw badRequest(`Paging beyond ${String(MAX_DEPTH)} objects is not supported`);
  const end = args.before ? firstIndex(ordered, (row) => !isBefore(row, args.before ?? "")) : ordered.length;
  const from = args.last != null ? Math.max(start, end - size) : start;
  const until = args.last != null ? end : Math.min(end, start + size);
  const nodes = ordered.slice(from, until);
  const edges = nodes.map((node) => ({ cursor: encodeCursor(keyOf(node)), node }));
  return {
    edges,
    nodes,
    pageInfo: {
      hasNextPage: until < ordered.length,
      hasPreviousPage: from > 0,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

/** Rows without an order of their own (an order's lines), in the order in which the store holds them. */
export function inStoredOrder<Row extends { id: string }>(rows: readonly Row[]): SortedRows<Row> {
  return { rows, sortValue: (row) => rows.indexOf(row) };
}

export function unknownSortKey(field: string, sortKey: string): Error {
  return notImplemented(`the sort key ${sortKey} of ${field}`);
}

function pageSize({ first, last }: ConnectionArgs): number {
  if (first != null && last != null) throw badRequest("providing both first and last is not supported");
  const size = first ?? last;
  if (size == null) throw badRequest("you must provide one of first or last");
  if (size < 0) throw badRequest("first and last cannot be negative");
  if (size > MAX_PAGE) throw badRequest(`first and last cannot exceed ${String(MAX_PAGE)}`);
  return size;
}

function encodeCursor(key: { value: string | number; id: string }): string {
  return Buffer.from(JSON.stringify({ last_id: key.id, last_value: key.value })).toString("base64");
}

function decodeCursor(cursor: string): { value: string | number; id: string } {
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, "base64").toString("utf8"));
    if (typeof key === "object" && key !== null && "last_id" in key && "last_value" in key) {
      const { last_id: id, last_value: value } = key;
      if (typeof id === "string" && (typeof value === "string" || typeof value === "number"))
        return { id, value };
    }
  } catch {
    // Falls through to the one error for every unreadable cursor.
  }
  throw badRequest(`Invalid cursor for current pagination sort: ${cursor}`);
}
