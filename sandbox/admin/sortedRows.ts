export type SortValue = string | number;

/** Rows in ascending order of `sortValue`, ties by id: what a connection pages through. */
export interface SortedRows<Row extends { id: string } = { id: string }> {
  rows: readonly Row[];
  sortValue: (row: Row) => SortValue;
}

export type SortValues<Row> = Record<string, (row: Row) => SortValue>;

/** Ids of one kind in the order of their numbers, without parsing 64-bit numbers. */
export function compareIds(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}

/** The order of {@link SortedRows}. */
export function compareSortKeys(
  a: { value: SortValue; id: string },
  b: { value: SortValue; id: string },
): number {
  return a.value < b.value ? -1 : a.value > b.value ? 1 : compareIds(a.id, b.id);
}

/** Sorts by one of a table's keys. Undefined for a key that is not in the table. */
export function sortBy<Row extends { id: string }>(
  rows: readonly Row[],
  sorts: SortValues<Row>,
  key: string,
): SortedRows<Row> | undefined {
  const sortValue = Object.hasOwn(sorts, key) ? sorts[key] : undefined;
  if (!sortValue) return undefined;
  const keyed = rows.map((row) => ({ value: sortValue(row), id: row.id, row }));
  return { rows: keyed.sort(compareSortKeys).map(({ row }) => row), sortValue };
}

/**
 * The same order after some rows came, went or changed: `stale` are their ids, `fresh` those of them that are there now.
 * The rest is not compared again, so that a change among 100,000 rows costs a copy and not a sort. The given order stays
 * as it is, for whoever still reads it.
 */
export function resorted<Row extends { id: string }>(
  { rows, sortValue }: SortedRows<Row>,
  stale: ReadonlySet<string>,
  fresh: readonly Row[],
): SortedRows<Row> {
  const kept = rows.filter(({ id }) => !stale.has(id));
  const keyOf = (row: Row) => ({ value: sortValue(row), id: row.id });
  const coming = fresh.map((row) => ({ ...keyOf(row), row })).sort(compareSortKeys);
  const merged: Row[] = [];
  let taken = 0;
  for (const key of coming) {
    const place = firstIndex(kept, (row) => compareSortKeys(keyOf(row), key) > 0, taken);
    for (; taken < place; taken++) merged.push(kept[taken] as Row);
    merged.push(key.row);
  }
  for (; taken < kept.length; taken++) merged.push(kept[taken] as Row);
  return { rows: merged, sortValue };
}

/** Binary search for the first row, not before `from`, that holds; rows that do not hold come first. */
export function firstIndex<Row>(rows: readonly Row[], holds: (row: Row) => boolean, from = 0): number {
  let low = from;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(rows[middle] as Row)) high = middle;
    else low = middle + 1;
  }
  return low;
}
