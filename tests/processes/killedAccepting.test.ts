import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, it } from "vitest";

import { temporaryDatabase } from "~/state/testing/temporaryDatabase";

import { tryKilling } from "../../bench/webhooks/killTrial";

let scratch: string;
beforeEach(async () => {
  scratch = await mkdtemp(join(tmpdir(), "quintile-killed-"));
});
afterEach(() => rm(scratch, { recursive: true, force: true }));

const kills = 3;
const rate = 200;

it("a process that is killed while webhooks come in has stored every one that it answered with 200", async () => {
  const databaseUrl = `file:${join(scratch, "state.db")}`;
  const { accepted, missing, changed, others } = await tryKilling({ databaseUrl, scratch, kills, rate });
  expect({ missing, changed }).toEqual({ missing: [], changed: [] });
  expect(accepted).toBeGreaterThan(100);
  // It was killed in the middle of something: there were some that it did not answer.
  expect(others.none).toBeGreaterThan(0);
});

it("the same on PostgreSQL", async () => {
  const database = await temporaryDatabase();
  try {
    const trial = { databaseUrl: database.url, scratch, kills, rate };
    const { accepted, missing, changed } = await tryKilling(trial);
    expect({ missing, changed }).toEqual({ missing: [], changed: [] });
    expect(accepted).toBeGreaterThan(100);
  } finally {
    await database.remove();
  }
});
