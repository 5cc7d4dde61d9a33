import { expect, test } from "vitest";

import { readSegmentId, readSegmentIds } from "./segmentId";

test.each([
  ["1", 1],
  ["2147483647", 2_147_483_647],
  ["2147483648", null],
  ["0", null],
  ["01", null],
  ["-1", null],
  ["1.5", null],
  ["1e3", null],
  ["", null],
  ["one", null],
  [undefined, null],
])("%s is read as %s", (text, id) => {
  expect(readSegmentId(text)).toBe(id);
});

test.each([
  ["7", [7]],
  ["3,1,2", [3, 1, 2]],
  ["3,1,3", [3, 1]],
  ["1,2,3,4", null],
  ["1,,2", null],
  ["1, 2", null],
  ["1,x", null],
  ["", null],
  [null, null],
])("of at most three, %s is read as %s", (text, ids) => {
  expect(readSegmentIds(text, 3)).toEqual(ids);
});
