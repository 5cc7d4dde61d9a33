import { expect, test } from "vitest";

import { jobRecord, overlaps, takeovers } from "./jobRecord";

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();

/** One process's run of the sync of a shop. */
const begins = (claim: string, second: number, job = "job") => ({
  ...{ msg: "A run of a job begins.", time: at(second) },
  ...{ claim, job, kind: "full-sync", shop: "one.myshopify.com" },
});
const ends = (claim: string, second: number) => ({
  ...{ msg: "A run of a job has done its work.", time: at(second), claim },
});

test("runs one after the other, in whichever process, are as they should be", () => {
  const record = jobRecord();
  record.hear("a", begins("1", 0));
  record.hear("a", ends("1", 2));
  record.hear("b", begins("2", 2));
  record.hear("b", ends("2", 3));
  expect(record.runs()).toHaveLength(2);
  expect(overlaps(record.runs())).toEqual([]);
  expect(takeovers(record.runs())).toEqual([]);
});

test("two runs of a job at once are found, whatever the order of their lines", () => {
  const record = jobRecord();
  record.hear("a", begins("1", 0));
  record.hear("b", begins("2", 4));
  record.hear("b", ends("2", 5));
  record.hear("a", ends("1", 9));
  expect(overlaps(record.runs())).toMatchObject([[{ process: "a" }, { process: "b" }]]);
});

test("two jobs of a kind at once for one shop are found, too, also behind a shorter one", () => {
  const record = jobRecord();
  record.hear("a", begins("1", 0, "first"));
  record.hear("b", begins("2", 1, "second"));
  record.hear("b", ends("2", 2));
  record.hear("b", begins("3", 5, "third"));
  record.hear("b", ends("3", 6));
  record.hear("a", ends("1", 9));
  expect(overlaps(record.runs())).toMatchObject([
    [{ job: "first" }, { job: "second" }],
    [{ job: "first" }, { job: "third" }],
  ]);
});

test("what a killed process ran ends with it, and is taken over by another", () => {
  const record = jobRecord();
  record.hear("a", begins("1", 0));
  expect(record.runs()).toEqual([]);
  record.ended("a", Date.parse(at(3)));
  record.hear("b", begins("2", 13));
  record.hear("b", ends("2", 14));
  expect(overlaps(record.runs())).toEqual([]);
  expect(takeovers(record.runs())).toMatchObject([{ process: "a", cut: true }]);
});
