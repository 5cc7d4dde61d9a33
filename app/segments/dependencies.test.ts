import fc from "fast-check";
import { expect, test } from "vitest";

import { type ActiveSegment, CircleError, dependentsOf, evaluationOrder, findCircle } from "./dependencies";
import type { Node } from "./language/definition";

/** A segment that refers to others, one of them deep within its groups. */
function segment(id: number, ...references: number[]): ActiveSegment {
  const items = references.map((other): Node => ({ kind: "segment", not: false, segment: other }));
  const deep: Node = { kind: "group", not: true, match: "any", items: items.slice(0, 1) };
  return {
    id,
    definition: {
      version: 1,
      where: { kind: "group", not: false, match: "all", items: [deep, ...items.slice(1)] },
    },
  };
}
const ids = (segments: readonly ActiveSegment[]) => segments.map(({ id }) => id);

test("segments come after those they refer to, and otherwise as given", () => {
  expect(ids(evaluationOrder([segment(1, 3), segment(2), segment(3), segment(4, 2, 1)]))).toEqual([
    3, 1, 2, 4,
  ]);
  expect(ids(evaluationOrder([segment(5), segment(2), segment(9)]))).toEqual([5, 2, 9]);
  expect(evaluationOrder([])).toEqual([]);
});

test("a segment that is not among them does not matter", () => {
  expect(ids(evaluationOrder([segment(1, 77)]))).toEqual([1]);
  expect(findCircle([segment(1, 77)])).toBeNull();
});

test("a circle is named by its path, without the way into it", () => {
  expect(findCircle([segment(1, 1)])).toEqual([1, 1]);
  expect(findCircle([segment(9, 1), segment(1, 2), segment(2, 8, 3), segment(8), segment(3, 1)])).toEqual([
    1, 2, 3, 1,
  ]);
  expect(() => evaluationOrder([segment(1, 2), segment(2, 1)])).toThrow(CircleError);
  expect(() => evaluationOrder([segment(1, 2), segment(2, 1)])).toThrow("1 → 2 → 1");
});

test("dependents are found through others, even in a circle", () => {
  const segments = [segment(1), segment(2, 1), segment(3, 2), segment(4, 5), segment(5)];
  expect(dependentsOf([1], segments)).toEqual(new Set([2, 3]));
  expect(dependentsOf([1, 2], segments)).toEqual(new Set([3]));
  expect(dependentsOf([3], segments)).toEqual(new Set());
  expect(dependentsOf([1], [segment(1, 2), segment(2, 1)])).toEqual(new Set([2]));
});

test("any graph is either ordered rightly or has the circle that is named", () => {
  const graphs = fc.array(fc.uniqueArray(fc.integer({ min: 0, max: 9 }), { maxLength: 3 }), {
    minLength: 1,
    maxLength: 10,
  });
  const seen = { ordered: 0, circles: 0 };
  fc.assert(
    fc.property(graphs, (graph) => {
      const circle = findCircle(graph.map((to, id) => segment(id, ...to)));
      if (circle) {
        seen.circles++;
        expect(circle.length).toBeGreaterThan(1);
        expect(circle.at(-1)).toBe(circle[0]);
        for (const [place, id] of circle.slice(0, -1).entries()) {
          expect(graph[id]).toContain(circle[place + 1]);
        }
        return;
      }
      seen.ordered++;
      const order = ids(evaluationOrder(graph.map((to, id) => segment(id, ...to))));
      expect([...order].sort((a, b) => a - b)).toEqual(graph.map((_, id) => id));
      for (const [id, to] of graph.entries()) {
        for (const other of to.filter((known) => known < graph.length)) {
          expect(order.indexOf(other)).toBeLessThan(order.indexOf(id));
        }
      }
    }),
    { numRuns: 400 },
  );
  expect(Math.min(seen.circles, seen.ordered)).toBeGreaterThan(20);
});
