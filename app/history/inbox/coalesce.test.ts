import { setTimeout as sleep } from "node:timers/promises";

import { expect, test, vi } from "vitest";

import { createCoalescer } from "./coalesce";

test("acts at once, then once for all calls that came meanwhile, and no more", async () => {
  const acts: { readonly key: string; readonly at: number }[] = [];
  const call = createCoalescer((key) => {
    acts.push({ key, at: performance.now() });
    return Promise.resolve();
  }, 100);
  const began = performance.now();
  for (let time = 0; time < 10; time++) call("a");
  expect(acts).toHaveLength(1);
  call("b");
  expect(acts.map(({ key }) => key)).toEqual(["a", "b"]);
  await vi.waitFor(() => {
    expect(acts).toHaveLength(3);
  });
  await sleep(250);
  expect(acts.map(({ key }) => key)).toEqual(["a", "b", "a"]);
  expect((acts[2]?.at ?? 0) - began).toBeGreaterThan(95);
  call("a");
  expect(acts).toHaveLength(4);
});

test("never acts twice at a time for a key, and always once after the last call", async () => {
  let under = 0;
  let most = 0;
  let lastBegan = 0;
  const call = createCoalescer(async () => {
    under += 1;
    most = Math.max(most, under);
    lastBegan = performance.now();
    await sleep(30);
    under -= 1;
  }, 5);
  let lastCalled = 0;
  for (let time = 0; time < 40; time++) {
    call("a");
    lastCalled = performance.now();
    await sleep(2);
  }
  await vi.waitFor(() => {
    expect(lastBegan).toBeGreaterThanOrEqual(lastCalled);
  });
  expect(most).toBe(1);
});
