import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";

import { afterEach, describe, expect, it, vi } from "vitest";

import { openState } from "~/state/client.server";

import { openProgress } from "../../sandbox/run/once";
import { startSandboxWithApp } from "../../sandbox/run/sandboxWithApp";
import { openStore } from "../../sandbox/stores/openStore";
import { type AppProcess, logOf, startProcess } from "./appProcess";

const started: AppProcess[] = [];
afterEach(async () => {
  for (const app of started.splice(0)) await app.remove();
});

async function start(): Promise<AppProcess> {
  const app = await startProcess();
  started.push(app);
  return app.ready();
}

/** Longer than a process may take; nothing is measured with it. */
const endsWithin = 25_000;

describe("a process that is asked to end", () => {
  it.each(["SIGTERM", "SIGINT"] as const)(
    "ends with 0 on %s, its log written",
    { timeout: endsWithin },
    async (signal) => {
      const app = await start();
      // A browser that keeps its connection for the next request holds nobody up.
      await app.get("/healthz");
      app.send(signal);
      expect(await app.ended).toBe(0);
      expect(logOf(app).at(-1)).toMatchObject({ msg: "Ended." });
    },
  );

  it("answers the request that is under way and accepts no other", { timeout: endsWithin }, async () => {
    const app = await start();
    const socket = connect(app.port, "localhost");
    const answer = text(socket);
    socket.write("POST /webhooks HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\nab");
    await sleep(300);
    app.send("SIGTERM");
    await vi.waitFor(async () => {
      await expect(app.get("/readyz")).rejects.toThrow();
    });
    socket.write("cd");
    expect(await answer).toMatch(/^HTTP\/1.1 401 /);
    expect(await app.ended).toBe(0);
  });

  it("hands a running job back, which another process goes on with at once", async () => {
    const dataDir = await mkdtemp(join(tmpdir(), "quintile-ending-"));
    const opened = await openStore({ name: "generated", customers: 200 });
    const lines: string[] = [];
    const sandbox = await startSandboxWithApp({ ...opened, dataDir, log: (line) => lines.push(line) });
    const faults = `${sandbox.sandbox.url}/sandbox/shops/${opened.store.shop.myshopifyDomain}/faults`;
    try {
      // The sync waits for an answer that never comes.
      const fault = { kind: "graphql", effect: "timeout", rootField: "shop", times: 1_000 };
      await fetch(faults, { method: "POST", body: JSON.stringify(fault) });
      await openProgress(sandbox, ({ phases }) =>
        phases.some(({ phase, state }) => phase === "shop" && state === "running"),
      );
      const db = await openState(`file:${dataDir}/state.db`);
      const job = () => db.job.findFirstOrThrow({ where: { kind: "full-sync" } });
      await vi.waitFor(async () => {
        expect((await job()).state).toBe("running");
      }, 10_000);
      const asked = sandbox.app();
      await asked.kill("SIGTERM");
      expect(await asked.ended).toBe("exit code 0");
      expect(await job()).toMatchObject({ state: "waiting", leaseHolder: null, failures: 0 });
      await db.$disconnect();

      await fetch(faults, { method: "DELETE" });
      await sandbox.restartApp();
      await openProgress(sandbox, ({ state }) => state === "done");
    } finally {
      await sandbox.stop();
      await rm(dataDir, { recursive: true, force: true });
    }
  });

  const stubborn = async () => {
    const child = spawn(process.execPath, ["--import", "tsx", "tests/processes/stubborn.ts"], {
      env: {
        ...process.env,
        SHOPIFY_APP_URL: "http://localhost",
        SHOPIFY_API_KEY: "k",
        SHOPIFY_API_SECRET: "s",
        QUINTILE_ENCRYPTION_KEYS: "k",
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const log = text(child.stderr);
    await once(child.stdout, "data");
    return { child, log, ended: once(child, "close").then(([code]) => code as number | null) };
  };

  it("is not held up by a job that does not give up", { timeout: endsWithin + 10_000 }, async () => {
    const { child, log, ended } = await stubborn();
    const giveUp = setTimeout(() => child.kill("SIGKILL"), endsWithin);
    child.kill("SIGTERM");
    expect(await ended).toBe(0);
    clearTimeout(giveUp);
    expect(await log).toContain("Not everything came to an end in time.");
  });

  it("ends at once when it is asked again, but not because Ctrl+C came twice", async () => {
    const { child, log, ended } = await stubborn();
    child.kill("SIGINT");
    child.kill("SIGINT");
    await sleep(1_500);
    expect(child.exitCode).toBeNull();
    child.kill("SIGINT");
    expect(await ended).toBe(1);
    expect(await log).not.toContain("Not everything came to an end in time.");
  });
});
