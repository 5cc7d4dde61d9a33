import { spawn, type ChildProcess } from "node:child_process";
import { createServer, type AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";

import { describe, expect, it } from "vitest";

import { freePort } from "../sandbox/run/freePort";
import { generatedNow, openStore } from "../sandbox/stores/openStore";

const repository = fileURLToPath(new URL("..", import.meta.url));

interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

function startSandbox(...args: string[]): {
  child: ChildProcess;
  stdout: () => string;
  ended: Promise<Ended>;
} {
  const child = spawn(process.execPath, ["--import", "tsx", "sandbox/cli.ts", ...args], {
    cwd: repository,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (said.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said.stderr += text));
  const ended = new Promise<Ended>((resolve) => {
    child.on("close", (code) => {
      resolve({ code, ...said });
    });
  });
  return { child, stdout: () => said.stdout, ended };
}

describe("npm run sandbox -- --once --json", () => {
  it("installs, syncs and scores, and says so on one line; the same command says the same", async () => {
    const args = ["--once", "--json", "--customers", "300", "--seed", "spring"];
    const runs = [await startSandbox(...args).ended, await startSandbox(...args).ended];
    const { store } = await openStore({ name: "generated", customers: 300, seed: "spring" });
    const ordering = new Set(
      store.orders.flatMap(({ customer, test }) => (customer && !test ? [customer.id] : [])),
    );

    const reports = runs.map(({ code, stdout, stderr }) => {
      expect(code, stderr).toBe(0);
      expect(stdout.trimEnd().split("\n")).toHaveLength(1);
      return JSON.parse(stdout) as Record<string, unknown> & {
        buyers: number;
        groups: Record<string, number>;
        seconds: Record<string, number>;
      };
    });
    for (const { seconds, ...report } of reports) {
      expect(report).toMatchObject({
        store: "generated",
        customers: 300,
        orders: store.orders.length,
        lines: store.orders.reduce((sum, order) => sum + order.lineItems.length, 0),
      });
      expect(report.buyers).toBeGreaterThan(0);
      expect(report.buyers).toBeLessThanOrEqual(ordering.size);
      expect(Object.values(report.groups).reduce((sum, customers) => sum + customers, 0)).toBe(report.buyers);
      expect(Object.keys(seconds)).toEqual([
        "shop",
        "products",
        "customers",
        "orders",
        "checkouts",
        "load",
        "score",
      ]);
    }
    expect(reports[0]?.groups).toEqual(reports[1]?.groups);
  });

  it("sees sixty days of orders only, when the whole history is not granted", async () => {
    const { code, stdout, stderr } = await startSandbox(
      "--once",
      "--json",
      "--customers",
      "300",
      "--recent-orders-only",
    ).ended;
    expect(code, stderr).toBe(0);
    const { store } = await openStore({ name: "generated", customers: 300 });
    const since = generatedNow.getTime() - 60 * 86_400_000;
    const recent = store.orders.filter(({ createdAt }) => Date.parse(createdAt) >= since);
    expect(recent.length).toBeLessThan(store.orders.length);
    expect(JSON.parse(stdout)).toMatchObject({ orders: recent.length });
  });

  it("says on standard error what failed, and nothing on standard output", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const runs = await Promise.all([
      startSandbox("--once", "--json", "--customers", "50", "--app-port", String(port)).ended,
      startSandbox("--once", "--json", "--store", "no/such/folder").ended,
      startSandbox("--json").ended,
    ]);
    server.close();
    expect(runs.map(({ code, stdout }) => [code, stdout])).toEqual([
      [1, ""],
      [1, ""],
      [2, ""],
    ]);
    expect(runs[0].stderr).toContain(`Port ${String(port)} is in use`);
    expect(runs[1].stderr).toContain('There is no store "no/such/folder"');
    expect(runs[2].stderr).toContain("--json says how --once reports");
  });
});

describe("npm run sandbox", () => {
  it("says where to open the app, and leaves nothing running when it is ended", async () => {
    const [port, appPort] = [String(await freePort()), String(await freePort())];
    const sandbox = startSandbox("--customers", "50", "--port", port, "--app-port", appPort);
    await expect.poll(sandbox.stdout, { timeout: 60_000 }).toContain("/apps/quintile");
    const address = /http:\/\/localhost:\d+\/store\/\S+/.exec(sandbox.stdout())?.[0] ?? "";
    expect(await (await fetch(address)).text()).toContain(`http://localhost:${appPort}/`);

    sandbox.child.kill("SIGTERM");
    expect((await sandbox.ended).code).toBe(0);
    await expect(fetch(`http://localhost:${appPort}/`)).rejects.toThrow();
    await expect(fetch(address)).rejects.toThrow();
  });
});
