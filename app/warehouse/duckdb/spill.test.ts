import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, test } from "vitest";

import { spillFolder } from "./spill.server";

test("what killed processes spilled is removed, what one that runs spills is not", async () => {
  const directory = await mkdtemp(join(tmpdir(), "quintile-spill-"));
  const running = String(process.ppid);
  // Above what Linux gives out.
  const killed = "4194999";
  // What a process with this one's number, which was killed, has left.
  const own = String(process.pid);
  for (const pid of [running, killed, own]) {
    await mkdir(join(directory, ".spill", pid, "left"), { recursive: true });
  }
  expect(await spillFolder(directory)).toBe(join(directory, ".spill", own));
  expect(await readdir(join(directory, ".spill"))).toEqual([running]);
  await rm(directory, { recursive: true });
});
