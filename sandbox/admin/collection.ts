import { resorted, sortBy, type SortedRows, type SortValues } from "./sortedRows";

/**
 * One kind of object of a store: found by id, and in each order that was asked for. It is the only writer of the store's
 * list. A change costs nothing but a note; an order is put right when it is next asked for.
 */
export interface Collection<Row extends { id: string }> {
  readonly byId: ReadonlyMap<string, Row>;
  /** Undefined for a sort key that is not in the table. */
  sorted(key: string): SortedRows<Row> | undefined;
  add(row: Row): void;
  /** To be called after a field of the row was changed. */
  changed(row: Row): void;
  remove(row: Row): void;
}

interface KeptOrder<Row extends { id: string }> {
  sorted: SortedRows<Row>;
  /** Ids of rows that came, went or changed since. */
  stale: Set<string>;
}

/** From this share of stale rows on, sorting anew is cheaper than putting each in its place. */
const SORT_ANEW_SHARE = 0.2;

export function createCollection<Row extends { id: string }>(
  rows: Row[],
  sorts: SortValues<Row>,
): Collection<Row> {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const kept = new Map<string, KeptOrder<Row>>();

  function note(row: Row): void {
    for (const { stale } of kept.values()) stale.add(row.id);
  }

  function putRight(key: string, { sorted, stale }: KeptOrder<Row>): SortedRows<Row> | undefined {
    if (stale.size === 0) return sorted;
    if (stale.size > rows.length * SORT_ANEW_SHARE) return sortBy(rows, sorts, key);
    return resorted(
      sorted,
      stale,
      [...stale].flatMap((id) => byId.get(id) ?? []),
    );
  }

  return {
    byId,
    sorted(key) {
      const order = kept.get(key);
      const sorted = order ? putRight(key, order) : sortBy(rows, sorts, key);
      if (sorted && sorted !== order?.sorted) kept.set(key, { sorted, stale: new Set() });
      return sorted;
    },
    add(row) {
      rows.push(row);
      byId.set(row.id, row);
      note(row);
    },
    changed: note,
    remove(row) {
      rows.splice(rows.indexOf(row), 1);
      byId.delete(row.id);
      note(row);
    },
  };
}
