import { expect, test } from "vitest";

import { readyMadeOf } from "~/segments/catalogue/catalogue";
import type { ReadyMade } from "~/segments/catalogue/readyMade";

import { draftOf, readDraft } from "./numbersDraft";

function readyMade(id: string): ReadyMade {
  const found = readyMadeOf(id);
  if (!found) throw new Error(`There is no ready-made segment ${id}.`);
  return found;
}

const spend = (text: string, digits: number) =>
  readDraft(readyMade("high_spenders"), { spend: text }, digits);
const days = (text: string) => readDraft(readyMade("lapsed"), { days: text }, 2);

test("numbers are read as they are typed", () => {
  expect(draftOf(readyMade("vip"), { top: 5 })).toEqual({ top: "5", orders: "3" });
  expect(readDraft(readyMade("vip"), { top: " 5 ", orders: "2" }, 2).values).toEqual({ top: 5, orders: 2 });
  expect(spend("19.99", 2).values).toEqual({ spend: 19.99 });
  expect(spend("19,99", 2).values).toEqual({ spend: 19.99 });
  expect(spend("0", 0).values).toEqual({ spend: 0 });
});

test("what cannot be used is told beside its field, each for itself", () => {
  for (const text of ["", "0", "3661", "1.5", "-4", "1e3", "many", "9".repeat(1_000)]) {
    expect(days(text).errors).toEqual({ days: "Enter a whole number from 1 to 3660." });
  }
  expect(spend("10000000.01", 2).errors).toEqual({ spend: "Enter an amount from 0 to 10000000." });
  expect(spend("1.999", 2).errors).toEqual({ spend: "Enter an amount with at most 2 decimals." });
  expect(spend("1.5", 0).errors).toEqual({ spend: "Enter an amount without decimals." });
  const { errors } = readDraft(readyMade("vip"), { top: "x", orders: "3" }, 2);
  expect(Object.keys(errors ?? {})).toEqual(["top"]);
});
