import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { type Heard, watchVersion } from "./watchVersion";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function startPage() {
  let visibilityState: DocumentVisibilityState = "visible";
  const target = new EventTarget();
  const page = {
    get visibilityState() {
      return visibilityState;
    },
    addEventListener: target.addEventListener.bind(target),
    removeEventListener: target.removeEventListener.bind(target),
  };
  return {
    page,
    show: (next: DocumentVisibilityState) => {
      visibilityState = next;
      target.dispatchEvent(new Event("visibilitychange"));
    },
  };
}

/** A watch whose answers are given by hand, or at once where `answer` is told. */
function start(answer?: () => Heard) {
  const { page, show } = startPage();
  const asked: { at: number; signal: AbortSignal; reply: (heard: Heard) => void }[] = [];
  const heard: string[] = [];
  const began = Date.now();
  const end = watchVersion({
    page,
    ask: (signal) =>
      new Promise((reply) => {
        asked.push({ at: Date.now() - began, signal, reply });
        if (answer) reply(answer());
      }),
    onVersion: (version) => heard.push(version),
  });
  return { asked, heard, show, end, times: () => asked.map(({ at }) => at) };
}

const version = (text: string): Heard => ({ kind: "version", version: text });

test("a visible page asks every two seconds and hears each answer", async () => {
  let nth = 0;
  const watch = start(() => version(String(++nth)));
  await vi.advanceTimersByTimeAsync(6_000);
  expect(watch.times()).toEqual([2_000, 4_000, 6_000]);
  expect(watch.heard).toEqual(["1", "2", "3"]);
  watch.end();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(watch.asked).toHaveLength(3);
});

test("a hidden page does not ask; shown again it asks at once, and goes on every two seconds", async () => {
  const watch = start(() => version("1"));
  await vi.advanceTimersByTimeAsync(3_000);
  watch.show("hidden");
  await vi.advanceTimersByTimeAsync(60_000);
  expect(watch.times()).toEqual([2_000]);
  watch.show("visible");
  await vi.advanceTimersByTimeAsync(2_000);
  expect(watch.times()).toEqual([2_000, 63_000, 65_000]);
});

test("a slow answer is waited for, also where the page is hidden and shown meanwhile", async () => {
  const watch = start();
  await vi.advanceTimersByTimeAsync(30_000);
  watch.show("hidden");
  watch.show("visible");
  expect(watch.asked).toHaveLength(1);
  watch.asked[0]?.reply(version("1"));
  await vi.advanceTimersByTimeAsync(2_000);
  expect(watch.times()).toEqual([2_000, 32_000]);
});

test("answers that fail make it ask less often, up to once a minute; one that comes through makes it brisk again", async () => {
  let fails = true;
  const watch = start(() => (fails ? { kind: "failed" } : version("1")));
  await vi.advanceTimersByTimeAsync(190_000);
  expect(watch.times()).toEqual([2_000, 6_000, 14_000, 30_000, 62_000, 122_000, 182_000]);
  expect(watch.heard).toEqual([]);
  // Whoever comes back to the page does not wait for a minute.
  watch.show("hidden");
  fails = false;
  watch.show("visible");
  await vi.advanceTimersByTimeAsync(4_000);
  expect(watch.times().slice(7)).toEqual([190_000, 192_000, 194_000]);
  expect(watch.heard).toEqual(["1", "1", "1"]);
});

test("once asking is of no use it never asks again", async () => {
  const watch = start(() => ({ kind: "over" }));
  await vi.advanceTimersByTimeAsync(10_000);
  watch.show("hidden");
  watch.show("visible");
  await vi.advanceTimersByTimeAsync(10_000);
  expect(watch.asked).toHaveLength(1);
});

test("one that ended takes its question back and hears nothing more", async () => {
  const watch = start();
  await vi.advanceTimersByTimeAsync(2_000);
  watch.end();
  expect(watch.asked[0]?.signal.aborted).toBe(true);
  watch.asked[0]?.reply(version("1"));
  await vi.advanceTimersByTimeAsync(10_000);
  expect(watch.heard).toEqual([]);
  expect(watch.asked).toHaveLength(1);
});
