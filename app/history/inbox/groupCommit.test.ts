import { setTimeout as sleep } from "node:timers/promises";

import { expect, test, vi } from "vitest";

import { outageOf } from "~/state/outage";

import { createGroupCommit, type GroupCommitOptions, InboxFullError } from "./groupCommit";

/** A write that lasts until the test ends it. */
function held() {
  const under: { readonly items: readonly string[]; end(error?: Error): void }[] = [];
  const write = (items: readonly string[]) =>
    new Promise<void>((resolve, reject) => {
      under.push({
        items,
        end(error) {
          if (error) reject(error);
          else resolve();
        },
      });
    });
  return { under, write };
}

function committing(more: Partial<GroupCommitOptions<string>> & Pick<GroupCommitOptions<string>, "write">) {
  return createGroupCommit<string>({
    bytesOf: ({ length }) => length,
    gatherMs: 5,
    batch: { items: 100, bytes: 1_000 },
    waiting: { items: 1_000, bytes: 10_000 },
    ...more,
  });
}

/** What became of a promise so far. */
function watched(promise: Promise<void>): { state: string } {
  const watch = { state: "waiting" };
  promise.then(
    () => (watch.state = "stored"),
    (error: unknown) => (watch.state = error instanceof Error ? error.message : "rejected"),
  );
  return watch;
}

test("what arrives within some milliseconds is one write, and nobody is told before it is over", async () => {
  const { under, write } = held();
  const commit = committing({ write });
  const all = ["a", "b", "c"].map((item) => watched(commit(item)));
  await vi.waitFor(() => {
    expect(under).toHaveLength(1);
  });
  await sleep(20);
  expect(under.map(({ items }) => items)).toEqual([["a", "b", "c"]]);
  expect(all.map(({ state }) => state)).toEqual(["waiting", "waiting", "waiting"]);
  under[0]?.end();
  await vi.waitFor(() => {
    expect(all.map(({ state }) => state)).toEqual(["stored", "stored", "stored"]);
  });
});

test("what arrives during a write shares the next one, which begins when that is over", async () => {
  const { under, write } = held();
  const commit = committing({ write, gatherMs: 0 });
  const first = commit("first");
  await vi.waitFor(() => {
    expect(under).toHaveLength(1);
  });
  const rest = Array.from({ length: 50 }, (_, place) => commit(String(place)));
  await sleep(20);
  expect(under).toHaveLength(1);
  under[0]?.end();
  await first;
  await vi.waitFor(() => {
    expect(under).toHaveLength(2);
  });
  expect(under[1]?.items).toHaveLength(50);
  under[1]?.end();
  await Promise.all(rest);
});

test("a write that fails is the failure of all that were in it, and of nobody else", async () => {
  const { under, write } = held();
  const commit = committing({ write });
  const failing = ["a", "b"].map((item) => watched(commit(item)));
  await vi.waitFor(() => {
    expect(under).toHaveLength(1);
  });
  const next = watched(commit("c"));
  under[0]?.end(new Error("The disk is full."));
  await vi.waitFor(() => {
    expect(failing.map(({ state }) => state)).toEqual(["The disk is full.", "The disk is full."]);
    expect(under).toHaveLength(2);
  });
  expect(next.state).toBe("waiting");
  under[1]?.end();
  await vi.waitFor(() => {
    expect(next.state).toBe("stored");
  });
});

test("no write is handed more than the limits of one, but an item that is larger by itself", async () => {
  const written: (readonly string[])[] = [];
  const commit = committing({
    batch: { items: 3, bytes: 10 },
    write: (items) => {
      written.push(items);
      return Promise.resolve();
    },
  });
  const items = ["1", "2", "3", "4", "5555", "666666", "x".repeat(30), "7"];
  await Promise.all(items.map((item) => commit(item)));
  expect(written).toEqual([["1", "2", "3"], ["4", "5555"], ["666666"], ["x".repeat(30)], ["7"]]);
});

test.each([
  ["items", { items: 3, bytes: 1_000 }],
  ["bytes", { items: 1_000, bytes: 3 }],
])(
  "refuses at once what is over the limit of %s that wait, and takes more once there is room",
  async (_, waiting) => {
    const { under, write } = held();
    const commit = committing({ write, waiting, gatherMs: 0 });
    const taken = [commit("a")];
    await vi.waitFor(() => {
      expect(under).toHaveLength(1);
    });
    // Those in the write under way are held in memory, too.
    taken.push(commit("b"), commit("c"));
    const refusal: unknown = await commit("d").catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(InboxFullError);
    // Which is answered with 503, like a database that is out of reach.
    expect(outageOf(refusal)).toBe("cannot keep up");
    expect(under).toHaveLength(1);
    under[0]?.end();
    await taken[0];
    const late = commit("d");
    await vi.waitFor(() => {
      expect(under).toHaveLength(2);
    });
    under[1]?.end();
    await vi.waitFor(() => {
      expect(under).toHaveLength(3);
    });
    under[2]?.end();
    await Promise.all([...taken, late]);
    expect(under.map(({ items }) => items)).toEqual([["a"], ["b", "c"], ["d"]]);
  },
);
