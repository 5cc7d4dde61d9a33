import { expect, test } from "vitest";

import { readCustomerId } from "./customerId";

test.each([
  ["7", 7n],
  ["9223372036854775807", 9223372036854775807n],
  ["9223372036854775808", null],
  ["99999999999999999999", null],
  ["0", null],
  ["-1", null],
  ["1.5", null],
  ["1e3", null],
  ["१", null],
  ["gid://shopify/Customer/7", null],
  ["", null],
  [null, null],
  [undefined, null],
])("%s is read as %s", (text, id) => {
  expect(readCustomerId(text)).toBe(id);
});
