import { describe, expect, it } from "vitest";

import { rfmGroupIds } from "~/customers/rfmGroups";

import { neighbour, readingOrder } from "./gridNavigation";
import type { Direction } from "./gridNavigation";
import { groupPlaces } from "./groupPlaces";

const directions: readonly Direction[] = ["left", "right", "up", "down"];

describe("groupPlaces", () => {
  it("fill the grid of four by four without a gap or an overlap", () => {
    const cells = rfmGroupIds.flatMap((id) => {
      const { column, row, columnSpan, rowSpan } = groupPlaces[id];
      return Array.from(
        { length: columnSpan * rowSpan },
        (_, i) => `${String(column + (i % columnSpan))},${String(row + Math.floor(i / columnSpan))}`,
      );
    });
    expect(new Set(cells).size).toBe(16);
    expect(cells).toHaveLength(16);
  });
});

describe("neighbour", () => {
  it("follows the rows and columns of the map", () => {
    expect(neighbour(groupPlaces, "champions", "left")).toBe("need_attention");
    expect(neighbour(groupPlaces, "need_attention", "left")).toBe("promising");
    expect(neighbour(groupPlaces, "need_attention", "right")).toBe("champions");
    expect(neighbour(groupPlaces, "cant_lose", "down")).toBe("lost");
    expect(neighbour(groupPlaces, "hibernating", "up")).toBe("cant_lose");
    expect(neighbour(groupPlaces, "about_to_sleep", "left")).toBe("cant_lose");
  });

  it("stops at the edges", () => {
    expect(neighbour(groupPlaces, "champions", "up")).toBeNull();
    expect(neighbour(groupPlaces, "champions", "right")).toBeNull();
    expect(neighbour(groupPlaces, "lost", "left")).toBeNull();
    expect(neighbour(groupPlaces, "new", "down")).toBeNull();
  });

  it("reaches every tile from the first one", () => {
    const first = readingOrder(groupPlaces)[0];
    const reached = new Set([first]);
    for (const id of reached) {
      for (const direction of directions) {
        const next = id === undefined ? null : neighbour(groupPlaces, id, direction);
        if (next !== null) reached.add(next);
      }
    }
    expect(reached.size).toBe(rfmGroupIds.length);
  });
});

describe("readingOrder", () => {
  it("goes row by row from the top left", () => {
    expect(readingOrder(groupPlaces).slice(0, 4)).toEqual([
      "promising",
      "need_attention",
      "champions",
      "at_risk",
    ]);
  });
});
