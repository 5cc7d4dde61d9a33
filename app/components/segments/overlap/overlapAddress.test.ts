import { expect, test } from "vitest";

import { addressOfSlots, readSlots } from "./overlapAddress";

const segments = [
  { id: 1, name: "VIP", active: true },
  { id: 2, name: "New", active: true },
  { id: 3, name: "Old", active: false },
  { id: 4, name: "Lapsed", active: true },
];

const idsOf = (ids: string | null) => readSlots(ids, segments).slots.map(({ id }) => id);
const problemsOf = (ids: string) => readSlots(ids, segments).slots.map(({ problem }) => problem);

test("up to three segments are read, with places left empty", () => {
  expect(idsOf(null)).toEqual([null, null, null]);
  expect(idsOf("2,1")).toEqual([2, 1, null]);
  expect(idsOf("2,,4")).toEqual([2, null, 4]);
  expect(problemsOf("2,,4")).toEqual([null, null, null]);
  expect(readSlots("1,2,4", segments).tooMany).toBe(false);
  expect(readSlots("1,2,4,1", segments).tooMany).toBe(true);
});

test("what cannot be compared is told beside its place, and the others stay", () => {
  expect(idsOf("1,1,2")).toEqual([1, null, 2]);
  expect(problemsOf("1,1,2")[1]).toContain("“VIP” is chosen already");
  expect(problemsOf("3,1")[0]).toContain("“Old” is switched off");
  expect(problemsOf("99,-1,<b>").map((problem) => problem?.slice(0, 29))).toEqual(
    Array(3).fill("The address names no segment "),
  );
  expect(["1,2", "1,,3", "1,99"].map((ids) => readSlots(ids, segments).missing)).toEqual([
    false,
    false,
    true,
  ]);
  expect(idsOf(`1,2,${"9".repeat(1_000_000)}`)).toEqual([1, 2, null]);
});

test("a change leads to an address that is read as it was meant", () => {
  const { slots } = readSlots("1,1,2", segments);
  expect(addressOfSlots(slots, 1, 4)).toBe("1,4,2");
  expect(addressOfSlots(slots, 2, null)).toBe("1");
  expect(addressOfSlots(slots, 0, null)).toBe(",,2");
});
