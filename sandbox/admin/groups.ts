/** Rows by what they belong to, such as orders by their customer; within a group in the order in which they came. */
export interface Groups<Row> {
  of(key: string): readonly Row[];
  /** To be called after a row came or changed: it may belong to another group now. */
  update(row: Row): void;
  remove(row: Row): void;
}

/** Groups that are made when they are first asked for, and kept from then on. */
export function createGroups<Row extends { id: string }>(
  rows: readonly Row[],
  keyOf: (row: Row) => string | null,
): Groups<Row> {
  interface Place {
    key: string | null;
    arrival: number;
  }
  let groups: Map<string, Row[]> | undefined;
  const places = new Map<string, Place>();

  function made(): Map<string, Row[]> {
    if (!groups) {
      groups = new Map();
      for (const row of rows) add(groups, row);
    }
    return groups;
  }

  function add(to: Map<string, Row[]>, row: Row): void {
    const key = keyOf(row);
    const place = { key, arrival: places.get(row.id)?.arrival ?? places.size };
    places.set(row.id, place);
    if (key === null) return;
    const group = to.get(key);
    if (!group) {
      to.set(key, [row]);
      return;
    }
    group.push(row);
    const before = group.at(-2);
    if (before && arrivalOf(before) > place.arrival) group.sort((a, b) => arrivalOf(a) - arrivalOf(b));
  }

  function takeOut(from: Map<string, Row[]>, row: Row, key: string | null): void {
    const group = key === null ? undefined : from.get(key);
    const index = group?.indexOf(row) ?? -1;
    if (index >= 0) group?.splice(index, 1);
  }

  const arrivalOf = (row: Row): number => places.get(row.id)?.arrival ?? 0;

  return {
    of: (key) => made().get(key) ?? [],
    update(row) {
      if (!groups) return;
      const known = places.get(row.id);
      if (known?.key === keyOf(row)) return;
      if (known) takeOut(groups, row, known.key);
      add(groups, row);
    },
    remove(row) {
      if (!groups) return;
      takeOut(groups, row, places.get(row.id)?.key ?? null);
    },
  };
}
