import fc from "fast-check";
import { expect, test } from "vitest";

import { canonicalJson } from "./canonical";

test("the order of keys makes no difference, the order of lists does", () => {
  expect(canonicalJson({ b: [{ d: 1, c: "x" }], a: null })).toBe('{"a":null,"b":[{"c":"x","d":1}]}');
  expect(canonicalJson({ a: null, b: [{ c: "x", d: 1 }] })).toBe('{"a":null,"b":[{"c":"x","d":1}]}');
  expect(canonicalJson([1, 2])).not.toBe(canonicalJson([2, 1]));
});

test("nothing is lost", () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});
