import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, expect, it } from "vitest";

import { temporaryDatabase } from "~/state/testing/temporaryDatabase";

import { tryMachines } from "../../bench/machines/trial";

let scratch: string;
let database: Awaited<ReturnType<typeof temporaryDatabase>>;

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), "quintile-machines-"));
  database = await temporaryDatabase();
});
afterAll(async () => {
  await database.remove();
  await rm(scratch, { recursive: true, force: true });
});

it("several machines whose workers are killed sync every shop once, and as one undisturbed process does", async () => {
  const lines: string[] = [];
  const { faults, takeovers, runs } = await tryMachines({
    ...{ databaseUrl: database.url, scratch, webs: 1, workers: 2, kills: 3, everyMs: 4_000 },
    fleet: [
      { customers: 150, shops: 6 },
      { customers: 300, shops: 2 },
    ],
    patienceMs: 200_000,
    tell: (line) => lines.push(line),
  });
  expect(faults, lines.join("\n")).toEqual([]);
  expect(takeovers.length).toBeGreaterThan(0);
  expect(new Set(runs.map(({ kind }) => kind))).toContain("refresh-segments");
});
