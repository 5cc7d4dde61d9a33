import { describe, expect, it } from "vitest";

import { groupWordings } from "~/customers/groups";
import { rfmGroupIds } from "~/customers/rfmGroups";

import { neighbour, readingOrder } from "./gridNavigation";
import type { Direction } from "./gridNavigation";

const directions: readonly Direction[] = ["left", "right", "up", "down"];

describe("neighbour", () => {
  it("follows the rows and columns of the map", () => {
    expect(neighbour(groupWordings, "champions", "left")).toBe("need_attention");
    expect(neighbour(groupWordings, "need_attention", "left")).toBe("promising");
    expect(neighbour(groupWordings, "need_attention", "right")).toBe("champions");
    expect(neighbour(groupWordings, "cant_lose", "down")).toBe("lost");
    expect(neighbour(groupWordings, "hibernating", "up")).toBe("cant_lose");
    expect(neighbour(groupWordings, "about_to_sleep", "left")).toBe("hibernating");
  });

  it("stops at the edges", () => {
    expect(neighbour(groupWordings, "champions", "up")).toBeNull();
    expect(neighbour(groupWordings, "champions", "right")).toBeNull();
    expect(neighbour(groupWordings, "lost", "left")).toBeNull();
    expect(neighbour(groupWordings, "new", "down")).toBeNull();
  });

  it("reaches every tile from the first one", () => {
    const first = readingOrder(groupWordings)[0];
    const reached = new Set([first]);
    for (const id of reached) {
      for (const direction of directions) {
        const next = id === undefined ? null : neighbour(groupWordings, id, direction);
        if (next !== null) reached.add(next);
      }
    }
    expect(reached.size).toBe(rfmGroupIds.length);
  });
});

describe("readingOrder", () => {
  it("goes row by row from the top left", () => {
    expect(readingOrder(groupWordings).slice(0, 4)).toEqual([
      "promising",
      "need_attention",
      "champions",
      "at_risk",
    ]);
  });
});
