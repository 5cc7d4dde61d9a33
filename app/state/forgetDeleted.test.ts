import { randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { type State } from "./client.server";
import { forgetDeleted } from "./forgetDeleted.server";
import { temporaryState } from "./testing/temporaryState";

let temporary: Awaited<ReturnType<typeof temporaryState>>;
let db: State;
beforeEach(async () => {
  temporary = await temporaryState();
  db = await temporary.open();
});
afterEach(() => temporary.remove());

const isFile = () => temporary.url.startsWith("file:");
const mark = "zdenka.quxwell@example.com";

/** How often the mark stands in the files of the database, or in those of its table and what is noted of its values. */
async function timesKept(): Promise<number> {
  if (!isFile()) {
    await db.$executeRawUnsafe("CHECKPOINT");
    const rows = await db.$queryRawUnsafe<{ held: string }[]>(`
      SELECT encode(pg_read_binary_file(pg_relation_filepath(c.oid)), 'escape') AS held FROM pg_class c
      WHERE c.oid IN ('"Job"'::regclass, (SELECT reltoastrelid FROM pg_class WHERE oid = '"Job"'::regclass))
      UNION ALL SELECT pg_stats::text FROM pg_stats WHERE tablename = 'Job'`);
    return rows.reduce((sum, { held }) => sum + held.split(mark).length - 1, 0);
  }
  const folder = path.dirname(temporary.url.slice("file:".length));
  const files = (await readdir(folder)).map((name) => readFile(path.join(folder, name), "latin1"));
  return (await Promise.all(files)).reduce((sum, content) => sum + content.split(mark).length - 1, 0);
}

/** Rows of all sizes, in which the mark stands on pages of their own, beside others, and at the end of long texts. */
async function fill(rows: number): Promise<void> {
  for (let start = 0; start < rows; start += 250) {
    await db.job.createMany({
      data: Array.from({ length: 250 }, (_, index) => {
        const n = start + index;
        const named = n % 40 === 7;
        const filling = randomUUID().repeat([1, 20, 80, 180][n % 4] ?? 1);
        const failure = `${filling.slice(0, (n * 131) % filling.length)} ${named ? mark : `somebody ${String(n)}`}`;
        const kind = named ? "named" : "other";
        return {
          id: randomUUID(),
          kind,
          shop: "s",
          payload: {},
          state: "done",
          failure,
          runAt: new Date(n),
          createdAt: new Date(n),
        };
      }),
    });
  }
}

test.each<[string, () => Promise<unknown>]>([
  ["deleted", () => db.job.deleteMany({ where: { kind: "named" } })],
  ["replaced", () => db.job.updateMany({ where: { kind: "named" }, data: { failure: null } })],
  [
    "deleted in a transaction",
    () => db.$transaction((tx) => tx.job.deleteMany({ where: { kind: "named" } })),
  ],
  [
    "deleted by another connection than wrote them, with others around them gone before",
    async () => {
      const other = await temporary.open();
      await other.job.updateMany({ data: { runAt: new Date(0) } });
      await other.job.deleteMany({ where: { kind: "other", createdAt: { lt: new Date(1_000) } } });
      await db.job.deleteMany({ where: { kind: "named" } });
    },
  ],
])("nothing is left in the files of rows that were %s", async (_, forget) => {
  await fill(2_000);
  expect(await timesKept()).toBeGreaterThan(10);
  await forget();
  // PostgreSQL may be looking at the table by itself.
  await expect.poll(() => forgetDeleted(db, ["Job"]), { timeout: 30_000 }).toBe(true);
  expect(await timesKept()).toBe(0);
  expect(await db.job.count({ where: { kind: "other" } })).toBeGreaterThan(900);
});

test("without it something would be left", async () => {
  await fill(2_000);
  await db.job.deleteMany({ where: { kind: "named" } });
  expect(await timesKept()).toBeGreaterThan(0);
});

test("is asked again where somebody still reads what was there before", async () => {
  await fill(250);
  const other = await temporary.open();
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  let begun: () => void = () => undefined;
  const hasBegun = new Promise<void>((resolve) => (begun = resolve));
  const reading = other.$transaction(
    async (tx) => {
      await tx.job.count();
      begun();
      await ended;
      await tx.job.count();
    },
    isFile() ? {} : { isolationLevel: "RepeatableRead" as "Serializable" },
  );
  await hasBegun;
  await db.job.deleteMany({ where: { kind: "named" } });
  expect(await forgetDeleted(db, ["Job"])).toBe(false);
  expect(await timesKept()).toBeGreaterThan(0);
  end();
  await reading;
  await expect.poll(() => forgetDeleted(db, ["Job"]), { timeout: 30_000 }).toBe(true);
  expect(await timesKept()).toBe(0);
});
