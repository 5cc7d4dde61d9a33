import { afterEach, expect, test, vi } from "vitest";

import { askVersion } from "./askVersion";

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const never = new AbortController().signal;

function answering(answer: () => Response | Promise<Response>): void {
  vi.stubGlobal("fetch", () => Promise.resolve().then(answer));
}

test.each([
  ["the version", () => Response.json({ version: "a 1" }), { kind: "version", version: "a 1" }],
  ["no longer signed in", () => new Response("", { status: 401 }), { kind: "over" }],
  ["an unknown shop, or no such address", () => new Response("", { status: 404 }), { kind: "over" }],
  ["a failing app", () => Response.json({ version: "a" }, { status: 503 }), { kind: "failed" }],
  ["a page instead of an answer", () => new Response("<html>"), { kind: "failed" }],
  ["an answer without a version", () => Response.json({}), { kind: "failed" }],
  ["no connection", () => Promise.reject(new TypeError("Failed to fetch")), { kind: "failed" }],
])("%s", async (_, answer, expected) => {
  answering(answer);
  expect(await askVersion(never)).toEqual(expected);
});

test.each([
  ["is not answered for ten seconds", () => vi.advanceTimersByTimeAsync(10_000)],
  ["is taken back", null],
])("a question that %s has failed", async (_, wait) => {
  vi.useFakeTimers();
  vi.stubGlobal(
    "fetch",
    (_address: string, { signal }: { signal: AbortSignal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener("abort", () => {
          reject(new DOMException("Aborted", "AbortError"));
        });
      }),
  );
  const ending = new AbortController();
  const asked = askVersion(ending.signal);
  if (wait) await wait();
  else ending.abort();
  expect(await asked).toEqual({ kind: "failed" });
});
