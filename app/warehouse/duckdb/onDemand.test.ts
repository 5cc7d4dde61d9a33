import fc from "fast-check";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { createOnDemand, type OnDemand } from "./onDemand";

const idleMs = 1_000;
/** What happened, in order: `open a`, `close a`. */
let told: string[];
let refused: Set<string>;
let broken: Set<string>;
let two: OnDemand<string>;

beforeEach(() => {
  vi.useFakeTimers();
  told = [];
  refused = new Set();
  broken = new Set();
  two = createOnDemand({
    limit: 2,
    idleMs,
    async open(key) {
      await lasting(10);
      if (refused.has(key)) throw new Error(`no ${key}`);
      told.push(`open ${key}`);
      return key;
    },
    async close(key) {
      await lasting(10);
      broken.delete(key);
      told.push(`close ${key}`);
    },
    isBroken: (key) => broken.has(key),
  });
});
afterEach(() => {
  vi.useRealTimers();
});

const lasting = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const nothing = () => Promise.resolve();
/** Uses some after each other, without time passing beyond what opening and closing take. */
async function useInTurn(...keys: string[]): Promise<void> {
  for (const key of keys) {
    const used = two.use(key, nothing);
    await vi.advanceTimersByTimeAsync(20);
    await used;
  }
}

test("it opens for the first who uses it, once for all who do, and closes when nobody has for a while", async () => {
  const uses = Promise.all([two.use("a", () => lasting(50)), two.use("a", () => lasting(90))]);
  await vi.advanceTimersByTimeAsync(100);
  expect(await uses).toEqual([undefined, undefined]);
  await vi.advanceTimersByTimeAsync(idleMs - 1);
  await useInTurn("a");
  await vi.advanceTimersByTimeAsync(idleMs - 30);
  expect(told).toEqual(["open a"]);
  await vi.advanceTimersByTimeAsync(40);
  expect(told).toEqual(["open a", "close a"]);
  await useInTurn("a");
  expect(told).toEqual(["open a", "close a", "open a"]);
});

test("where another has to go, it is the one that was used least recently", async () => {
  await useInTurn("a", "b", "a", "c", "d");
  expect(told).toEqual(["open a", "open b", "close b", "open c", "close a", "open d"]);
});

test("no more are closed than others wait for", async () => {
  await useInTurn("a", "b");
  const third = two.use("c", nothing);
  const again = two.use("b", nothing);
  await vi.advanceTimersByTimeAsync(100);
  await Promise.all([third, again]);
  expect(told).toEqual(["open a", "open b", "close a", "open c"]);
});

test("none is closed while it is used, however long, and those who want another wait in order", async () => {
  const long = Promise.all([two.use("a", () => lasting(10 * idleMs)), two.use("b", () => lasting(500))]);
  await vi.advanceTimersByTimeAsync(20);
  const done: string[] = [];
  const use = (key: string) => two.use(key, nothing).then(() => done.push(key));
  const waiting = [use("c"), use("d"), use("a")];
  await vi.advanceTimersByTimeAsync(400);
  expect(done).toEqual(["a"]);
  await vi.advanceTimersByTimeAsync(200);
  await Promise.all(waiting);
  expect(done).toEqual(["a", "c", "d"]);
  expect(told).toEqual(["open a", "open b", "close b", "open c", "close c", "open d"]);
  await vi.advanceTimersByTimeAsync(10 * idleMs);
  await long;
});

test("a result that is read page by page is a use until it is read or left", async () => {
  async function* endless() {
    for (let number = 0; ; number++) {
      await Promise.resolve();
      yield number;
    }
  }
  const pages = two.read("a", endless);
  const first = pages.next();
  await vi.advanceTimersByTimeAsync(20);
  expect(await first).toEqual({ value: 0, done: false });
  await vi.advanceTimersByTimeAsync(5 * idleMs);
  expect(told).toEqual(["open a"]);
  await pages.return();
  await vi.advanceTimersByTimeAsync(idleMs + 20);
  expect(told).toEqual(["open a", "close a"]);
});

test("one that cannot be opened says why to all who wanted it, and takes nobody's place", async () => {
  refused.add("x").add("y").add("z");
  const uses = Promise.allSettled(["x", "x", "y", "z"].map((key) => two.use(key, nothing)));
  await vi.advanceTimersByTimeAsync(100);
  expect((await uses).map((use) => use.status === "rejected" && (use.reason as Error).message)).toEqual([
    "no x",
    "no x",
    "no y",
    "no z",
  ]);
  refused.clear();
  await useInTurn("x", "y");
  expect(told).toEqual(["open x", "open y"]);
});

test("one that is removed is closed after those who use it, who may use it again; the next finds it opened anew", async () => {
  const use = two.use("a", async () => {
    await lasting(100);
    await two.use("a", () => Promise.resolve(told.push("again a")));
  });
  await vi.advanceTimersByTimeAsync(50);
  const removed = [
    two.whileClosed("a", () => Promise.resolve(void told.push("remove a"))),
    two.whileClosed("a", () => Promise.reject(new Error("no more"))),
  ];
  const results = Promise.allSettled(removed);
  const later = lasting(100).then(() => two.use("a", nothing));
  await vi.advanceTimersByTimeAsync(500);
  await Promise.all([use, later]);
  expect((await results).map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
  expect(told).toEqual(["open a", "again a", "close a", "remove a", "open a"]);
});

test("one that breaks is closed once nobody uses it, and opened anew for the next", async () => {
  const uses = Promise.all([two.use("a", () => lasting(50)), two.use("a", () => lasting(100))]);
  await vi.advanceTimersByTimeAsync(20);
  broken.add("a");
  await vi.advanceTimersByTimeAsync(200);
  await uses;
  await useInTurn("a");
  expect(told).toEqual(["open a", "close a", "open a"]);
});

test("closing all waits for those in use", async () => {
  await useInTurn("a");
  const use = two.use("b", () => lasting(300));
  await vi.advanceTimersByTimeAsync(20);
  const closed = two.closeAll().then(() => told.push("all closed"));
  await vi.advanceTimersByTimeAsync(400);
  await Promise.all([use, closed]);
  expect(told).toEqual(["open a", "open b", "close a", "close b", "all closed"]);
});

/** Whatever order opening, using, closing and removing end in. */
test("any interleaving: never more than may be open, one of a key, none closed in use, and everybody is served", async () => {
  vi.useRealTimers();
  const task = fc.record({
    action: fc.constantFrom("use", "use", "use", "use again", "read", "remove", "break", "refuse"),
    key: fc.constantFrom("a", "b", "c", "d", "e"),
  });
  const seen = { waited: 0, reopened: 0 };
  await fc.assert(
    fc.asyncProperty(
      fc.array(task, { minLength: 3, maxLength: 30 }),
      fc.integer({ min: 1, max: 3 }),
      fc.scheduler(),
      async (tasks, limit, scheduler) => {
        const open = new Map<string, { users: number; isBroken: boolean }>();
        let count = 0;
        let opened = 0;
        let refuses = 0;
        const onDemand = createOnDemand({
          limit,
          idleMs: 60_000,
          async open(key) {
            expect(++count).toBeLessThanOrEqual(limit);
            expect(open.has(key)).toBe(false);
            const resource = { key, users: 0, isBroken: false };
            open.set(key, resource);
            opened++;
            await scheduler.schedule(Promise.resolve(), `open ${key}`);
            if (refuses === 0) return resource;
            refuses--;
            count--;
            open.delete(key);
            throw new Error("refused");
          },
          async close(resource) {
            expect(resource.users).toBe(0);
            await scheduler.schedule(Promise.resolve(), `close ${resource.key}`);
            expect(resource.users).toBe(0);
            count--;
            open.delete(resource.key);
          },
          isBroken: ({ isBroken }) => isBroken,
        });
        const using = async (resource: { key: string; users: number }) => {
          expect(open.get(resource.key)).toBe(resource);
          resource.users++;
          await scheduler.schedule(Promise.resolve(), `use ${resource.key}`);
          resource.users--;
        };
        const actions: Record<string, (key: string) => Promise<unknown>> = {
          use: (key) => onDemand.use(key, using),
          "use again": (key) =>
            onDemand.use(key, async (resource) => {
              await using(resource);
              await onDemand.use(key, using);
            }),
          async read(key) {
            const items = onDemand.read(key, async function* (resource) {
              for (let item = 0; ; item++) {
                await using(resource);
                yield item;
              }
            });
            for await (const item of items) if (item === 2) break;
          },
          remove: (key) =>
            onDemand.whileClosed(key, async () => {
              expect(open.has(key)).toBe(false);
              await scheduler.schedule(Promise.resolve(), `remove ${key}`);
              expect(open.has(key)).toBe(false);
            }),
          break: (key) =>
            onDemand.use(key, async (resource) => {
              await using(resource);
              resource.isBroken = true;
            }),
          async refuse(key) {
            refuses++;
            await onDemand.use(key, using).catch(() => undefined);
          },
        };
        // Five who each do one thing after the other.
        const all = Array.from({ length: 5 }, async (_, who) => {
          for (const { action, key } of tasks.filter((__, place) => place % 5 === who)) {
            await (actions[action]?.(key) ?? nothing()).catch((error: unknown) => {
              if ((error as Error).message !== "refused") throw error;
            });
          }
        });
        await scheduler.waitFor(Promise.all(all));
        await scheduler.waitFor(onDemand.closeAll());
        expect(count).toBe(0);
        const keys = new Set(tasks.map(({ key }) => key)).size;
        if (keys > limit) seen.waited++;
        if (opened > keys) seen.reopened++;
      },
    ),
    { numRuns: 300 },
  );
  expect(seen.waited).toBeGreaterThan(0);
  expect(seen.reopened).toBeGreaterThan(0);
});
