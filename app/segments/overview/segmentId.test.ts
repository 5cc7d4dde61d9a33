import { expect, test } from "vitest";

import { readSegmentId } from "./segmentId";

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
