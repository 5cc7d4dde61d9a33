import { setTimeout as sleep } from "node:timers/promises";

import { expect, test, vi } from "vitest";

import { createCoalescer } from "./coalesce";

test("acts at once, then once for all calls that came meanwhile, and no more", async () => {
  const acts: { readonly key: string; readonly at: number }[] = [];
  const call = createCoalescer(
    (key) => {
      acts.push({ key, at: performance.now() });
      return Promise.resolve();
    },
    () => ({ everyMs: 100, apartMs: 0 }),
  );
  const keys = () => acts.map(({ key }) => key);
  const began = performance.now();
  call("a");
  await sleep(1);
  expect(keys()).toEqual(["a"]);
  for (let time = 0; time < 10; time++) call("a");
  call("b");
  await vi.waitFor(() => {
    expect(acts).toHaveLength(3);
  });
  await sleep(250);
  expect(keys()).toEqual(["a", "b", "a"]);
  expect((acts[2]?.at ?? 0) - began).toBeGreaterThan(95);
  call("a");
  await sleep(1);
  expect(keys()).toEqual(["a", "b", "a", "a"]);
});

test("keeps turns apart, whosever they are, and gives them in the order in which they were called for", async () => {
  const acts: { readonly key: string; readonly at: number }[] = [];
  const call = createCoalescer(
    async (key) => {
      acts.push({ key, at: performance.now() });
      await Promise.resolve();
    },
    () => ({ everyMs: 1, apartMs: 50 }),
  );
  for (let time = 0; time < 5; time++) for (const key of ["a", "b", "c"]) call(key);
  await vi.waitFor(() => {
    expect(acts).toHaveLength(3);
  });
  expect(acts.map(({ key }) => key)).toEqual(["a", "b", "c"]);
  const gaps = acts.slice(1).map(({ at }, place) => at - (acts[place]?.at ?? 0));
  expect(Math.min(...gaps)).toBeGreaterThan(45);
  // Whoever called while it waited for its turn was called for by then.
  await sleep(200);
  expect(acts).toHaveLength(3);
});

test("never acts twice at a time, and always once after the last call", async () => {
  let under = 0;
  let most = 0;
  const lastBegan = new Map<string, number>();
  const call = createCoalescer(
    async (key) => {
      under += 1;
      most = Math.max(most, under);
      lastBegan.set(key, performance.now());
      await sleep(10);
      under -= 1;
    },
    () => ({ everyMs: 5, apartMs: 1 }),
  );
  const lastCalled = new Map<string, number>();
  for (let time = 0; time < 60; time++) {
    const key = ["a", "b", "c"][time % 3] ?? "";
    lastCalled.set(key, performance.now());
    call(key);
    await sleep(2);
  }
  await vi.waitFor(() => {
    for (const [key, at] of lastCalled) expect(lastBegan.get(key)).toBeGreaterThanOrEqual(at);
  });
  expect(most).toBe(1);
});
