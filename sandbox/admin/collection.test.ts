import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { createCollection } from "./collection";
import { createGroups } from "./groups";
import { sortBy, type SortValues } from "./sortedRows";

interface Row {
  id: string;
  value: number;
  owner: string | null;
}

const sorts: SortValues<Row> = { VALUE: (row) => row.value, ID: () => 0 };
const owners = [null, "a", "b"];

const step = fc.record({
  what: fc.constantFrom("add", "change", "remove", "ask"),
  at: fc.nat(50),
  value: fc.nat(5),
  owner: fc.constantFrom(...owners),
});

describe("a collection", () => {
  it("is, after any changes, in the order and the groups that its rows have now", () => {
    fc.assert(
      fc.property(fc.nat(30), fc.array(step, { maxLength: 60 }), (size, steps) => {
        const rows: Row[] = Array.from({ length: size }, (_, n) => ({
          id: String(n),
          value: n % 4,
          owner: owners[n % 3] ?? null,
        }));
        const collection = createCollection(rows, sorts);
        const groups = createGroups(rows, ({ owner }) => owner);
        collection.sorted("VALUE");
        groups.of("a");
        let next = size;
        for (const { what, at, value, owner } of steps) {
          const row = rows[at % Math.max(1, rows.length)];
          if (what === "add") {
            const added = { id: String(next++), value, owner };
            collection.add(added);
            groups.update(added);
          } else if (what === "ask") {
            collection.sorted("VALUE");
          } else if (row && what === "change") {
            Object.assign(row, { value, owner });
            collection.changed(row);
            groups.update(row);
          } else if (row) {
            collection.remove(row);
            groups.remove(row);
          }
        }
        expect([...collection.byId.values()]).toEqual(rows);
        for (const key of ["VALUE", "ID"])
          expect(collection.sorted(key)?.rows).toEqual(sortBy(rows, sorts, key)?.rows);
        for (const name of ["a", "b"])
          expect(groups.of(name)).toEqual(rows.filter(({ owner }) => owner === name));
      }),
    );
  });

  it("leaves an order as it was to whoever still reads it", () => {
    const rows = [3, 1, 2, 4, 5, 6, 7, 8, 9, 10].map((value) => ({ id: String(value), value, owner: null }));
    const collection = createCollection(rows, sorts);
    const before = collection.sorted("VALUE")?.rows;
    const seen = before?.map(({ id }) => id);
    collection.add({ id: "11", value: 0, owner: null });
    expect(collection.sorted("VALUE")?.rows[0]?.id).toBe("11");
    expect(before?.map(({ id }) => id)).toEqual(seen);
  });
});
