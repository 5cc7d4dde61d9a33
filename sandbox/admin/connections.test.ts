import { describe, expect, it } from "vitest";

import { createCatalog } from "./catalog";
import { paginate, type ConnectionArgs } from "./connections";
import { tinyOrder, tinyStore } from "./testing/tinyStore";

// Twelve orders in a shuffled list; each two share a processing time, so ties are broken by id as a number.
const numbers = [7, 12, 1, 9, 4, 11, 2, 8, 10, 3, 6, 5];
const orders = numbers.map((number) =>
  tinyOrder(number, { processedAt: `2026-01-${String(Math.ceil(number / 2)).padStart(2, "0")}T00:00:00Z` }),
);
const sorted = createCatalog(tinyStore({ orders })).orders.sorted("PROCESSED_AT");
if (!sorted) throw new Error("no such sort key");
const rows = sorted;

const page = (args: ConnectionArgs) => paginate(rows, args);
const numbersOf = (args: ConnectionArgs): number[] =>
  page(args).nodes.map(({ name }) => Number(name.slice(1)));

describe("paginate", () => {
  it("walks forwards through every row once", () => {
    const seen: number[] = [];
    let after: string | null = null;
    do {
      const { nodes, pageInfo } = page({ first: 5, after });
      seen.push(...nodes.map(({ name }) => Number(name.slice(1))));
      expect(pageInfo.hasPreviousPage).toBe(after !== null);
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    } while (after !== null);
    expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  });

  it("walks backwards and in reverse", () => {
    expect(numbersOf({ last: 3 })).toEqual([10, 11, 12]);
    const { pageInfo } = page({ last: 3 });
    expect(pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
    expect(numbersOf({ last: 3, before: pageInfo.startCursor })).toEqual([7, 8, 9]);
    expect(numbersOf({ first: 3, reverse: true })).toEqual([12, 11, 10]);
    const after = page({ first: 3, reverse: true }).pageInfo.endCursor;
    expect(numbersOf({ first: 3, reverse: true, after })).toEqual([9, 8, 7]);
  });

  it("keeps the place when the row of a cursor is gone", () => {
    const cursor = page({ first: 4 }).pageInfo.endCursor;
    const without = { ...rows, rows: rows.rows.filter(({ name }) => name !== "#4") };
    expect(paginate(without, { first: 2, after: cursor }).nodes.map(({ name }) => name)).toEqual([
      "#5",
      "#6",
    ]);
  });

  it("ends after 25,000 objects", () => {
    const many = Array.from({ length: 25_300 }, (_, place) => ({ id: String(place) }));
    const deep = { rows: many, sortValue: ({ id }: { id: string }) => Number(id) };
    const pageAfter = (last: number) =>
      paginate(deep, {
        first: 250,
        after: paginate({ ...deep, rows: many.slice(last, last + 1) }, { first: 1 }).pageInfo.endCursor,
      });
    expect(pageAfter(24_998).nodes[0]?.id).toBe("24999");
    expect(() => pageAfter(24_999)).toThrow("beyond 25000 objects");
    expect(paginate(deep, { last: 1 }).nodes[0]?.id).toBe("25299");
  });

  it("says of an empty page that it has no cursors", () => {
    expect(paginate({ ...rows, rows: [] }, { first: 1 })).toEqual({
      edges: [],
      nodes: [],
      pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
    });
  });

  it.each([
    [{}, "you must provide one of first or last"],
    [{ first: 1, last: 1 }, "providing both first and last is not supported"],
    [{ first: 251 }, "cannot exceed 250"],
    [{ last: 251 }, "cannot exceed 250"],
    [{ first: -1 }, "cannot be negative"],
    [{ first: 1, after: "nonsense" }, "Invalid cursor"],
  ])("refuses %j", (args, message) => {
    expect(() => page(args)).toThrow(message);
  });
});
