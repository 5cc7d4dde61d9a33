import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, describe, expect, it } from "vitest";

import { openProgress, runOnce } from "../sandbox/run/once";
import { startSandboxWithApp, type SandboxWithApp } from "../sandbox/run/sandboxWithApp";
import { openStore } from "../sandbox/stores/openStore";

const folders: string[] = [];
const running: SandboxWithApp[] = [];

afterAll(async () => {
  for (const sandbox of running) await sandbox.stop();
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

async function start(lines: string[]): Promise<SandboxWithApp> {
  const dataDir = await mkdtemp(join(tmpdir(), "quintile-killed-"));
  folders.push(dataDir);
  const opened = await openStore({ name: "generated", customers: 1_000 });
  const sandbox = await startSandboxWithApp({ ...opened, dataDir, log: (line) => lines.push(line) });
  running.push(sandbox);
  return sandbox;
}

const phasesToDieIn = ["shop", "orders", "load"] as const;

describe("the app, killed in the middle of a sync and started again", () => {
  it("finishes the sync and shows what an undisturbed one shows", async () => {
    const lines: string[] = [];
    const undisturbed = await runOnce(await start(lines), "generated", () => undefined);
    const disturbed = await start(lines);
    const seen: string[] = [];
    for (const phase of phasesToDieIn) {
      const progress = await openProgress(disturbed, ({ phases }) =>
        phases.some((each) => each.phase === phase && each.state !== "waiting"),
      );
      seen.push(progress.state);
      await disturbed.app().kill("SIGKILL");
      await disturbed.restartApp();
    }
    expect(seen[0]).toBe("running");
    const finished = await runOnce(disturbed, "generated", () => undefined);
    expect({ ...finished, seconds: {} }, lines.join("\n")).toEqual({ ...undisturbed, seconds: {} });
  });
});
