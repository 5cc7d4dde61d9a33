import { expect, test } from "vitest";

import { createShared } from "./shared";

function counted() {
  const told: string[] = [];
  let made = 0;
  const shared = createShared(
    async () => {
      made++;
      told.push(`make ${String(made)}`);
      return Promise.resolve(made);
    },
    (number) => {
      told.push(`close ${String(number)}`);
    },
  );
  return { told, shared };
}

test("it is made for the first who borrows it and closed after the last", async () => {
  const { told, shared } = counted();
  const [one, two] = await Promise.all([shared.borrow(), shared.borrow()]);
  expect([one.resource, two.resource]).toEqual([1, 1]);
  one.giveBack();
  expect(told).toEqual(["make 1"]);
  two.giveBack();
  expect(told).toEqual(["make 1", "close 1"]);
  expect((await shared.borrow()).resource).toBe(2);
});

test("a broken one is lent to nobody any more, and the next is made only after everybody let go of it", async () => {
  const { told, shared } = counted();
  const [one, two] = await Promise.all([shared.borrow(), shared.borrow()]);
  one.declareBroken();
  const next = [shared.borrow(), shared.borrow()];
  one.giveBack();
  await Promise.resolve();
  expect(told).toEqual(["make 1"]);
  two.giveBack();
  expect((await Promise.all(next)).map(({ resource }) => resource)).toEqual([2, 2]);
  expect(told).toEqual(["make 1", "close 1", "make 2"]);
});

test("one that cannot be made is tried again for the next", async () => {
  let isRefused = true;
  const shared = createShared(
    () => (isRefused ? Promise.reject(new Error("no")) : Promise.resolve("made")),
    () => undefined,
  );
  const refused = await Promise.allSettled([shared.borrow(), shared.borrow()]);
  expect(refused.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  isRefused = false;
  expect((await shared.borrow()).resource).toBe("made");
});
