import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { createSharing, type Sharing } from "./sharing";

let set: number[];
let sharing: Sharing;

beforeEach(() => {
  vi.useFakeTimers();
  set = [];
  sharing = createSharing({
    threads: 4,
    setThreads: (threads) => Promise.resolve(set.push(threads)),
    clock: () => Date.now(),
  });
});
afterEach(() => {
  vi.useRealTimers();
});

const lasting = (ms: number) => () => new Promise<void>((resolve) => setTimeout(resolve, ms));

test("reads by themselves and writes by themselves have all threads", async () => {
  const work = Promise.all([sharing.read(lasting(500)), sharing.read(lasting(900))]);
  await vi.advanceTimersByTimeAsync(1_000);
  await work;
  const write = sharing.write(lasting(1_000));
  await vi.advanceTimersByTimeAsync(1_000);
  await write;
  expect(set).toEqual([]);
});

test("a read beside a long write halves the threads until nobody has read for a while", async () => {
  void sharing.write(lasting(60_000));
  await vi.advanceTimersByTimeAsync(1_000);
  void sharing.read(lasting(100));
  await vi.advanceTimersByTimeAsync(100);
  expect(set).toEqual([2]);
  await vi.advanceTimersByTimeAsync(1_500);
  void sharing.read(lasting(100));
  await vi.advanceTimersByTimeAsync(2_000);
  expect(set).toEqual([2]);
  await vi.advanceTimersByTimeAsync(200);
  expect(set).toEqual([2, 4]);
});

test("the end of the write gives all threads back at once", async () => {
  void sharing.write(lasting(1_000));
  await vi.advanceTimersByTimeAsync(500);
  void sharing.read(lasting(5_000));
  await vi.advanceTimersByTimeAsync(499);
  expect(set).toEqual([2]);
  await vi.advanceTimersByTimeAsync(1);
  expect(set).toEqual([2, 4]);
});

test("of two shops' long writes the last that ends gives the threads back, and a short one beside a long one does not", async () => {
  void sharing.write(lasting(5_000));
  void sharing.write(lasting(3_000));
  await vi.advanceTimersByTimeAsync(1_000);
  void sharing.write(lasting(100));
  void sharing.read(lasting(3_500));
  await vi.advanceTimersByTimeAsync(3_900);
  expect(set).toEqual([2]);
  await vi.advanceTimersByTimeAsync(200);
  expect(set).toEqual([2, 4]);
});

test("beside a short write nothing changes", async () => {
  void sharing.write(lasting(150));
  await vi.advanceTimersByTimeAsync(100);
  void sharing.read(lasting(500));
  await vi.advanceTimersByTimeAsync(5_000);
  expect(set).toEqual([]);
});

test("a change that takes its time is followed by the one wanted then, not by each in between", async () => {
  const slow = createSharing({
    threads: 2,
    setThreads: async (threads) => {
      await lasting(3_000)();
      set.push(threads);
    },
    clock: () => Date.now(),
  });
  void slow.write(lasting(1_000));
  await vi.advanceTimersByTimeAsync(900);
  void slow.read(lasting(10));
  await vi.advanceTimersByTimeAsync(200);
  void slow.write(lasting(10_000));
  await vi.advanceTimersByTimeAsync(500);
  void slow.read(lasting(10));
  await vi.advanceTimersByTimeAsync(2_400);
  expect(set).toEqual([1]);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(set).toEqual([1, 2]);
});

test("a read and a write that fail are over all the same, and a change that fails harms nobody", async () => {
  const failing = createSharing({
    threads: 2,
    setThreads: (threads) => {
      set.push(threads);
      return Promise.reject(new Error("no"));
    },
    clock: () => Date.now(),
  });
  const write = failing.write(async () => {
    await lasting(1_000)();
    throw new Error("write");
  });
  const written = expect(write).rejects.toThrow("write");
  await vi.advanceTimersByTimeAsync(500);
  await expect(failing.read(() => Promise.reject(new Error("read")))).rejects.toThrow("read");
  await vi.advanceTimersByTimeAsync(500);
  await written;
  expect(set).toEqual([1, 2]);
});
