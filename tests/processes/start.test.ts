import { afterAll, describe, expect, it, vi } from "vitest";

import { openState } from "~/state/client.server";

import { freePort } from "../../sandbox/run/freePort";
import { type AppProcess, logOf, startProcess } from "./appProcess";

const started: AppProcess[] = [];
afterAll(async () => {
  for (const app of started) await app.remove();
});

async function start(more: Record<string, string>): Promise<AppProcess> {
  const app = await startProcess(more);
  started.push(app);
  return app;
}

const fatal = (app: AppProcess) => logOf(app).find(({ level }) => level === "fatal");

describe("a process that cannot start", () => {
  it.concurrent(
    "lives while its database is down, is not ready, tries again, then ends with 1 and the reason",
    async () => {
      const address = `127.0.0.1:${String(await freePort())}`;
      const app = await start({ DATABASE_URL: `postgresql://quintile:password-of-it@${address}/quintile` });
      const health = async () => [(await app.get("/healthz")).status, (await app.get("/readyz")).status];
      await vi.waitFor(() => {
        expect(logOf(app)).toContainEqual(expect.objectContaining({ level: "warn" }));
      }, 20_000);
      expect(await health()).toEqual([200, 503]);
      expect((await app.get("/readyz")).text).toBe("starting\n");
      expect(await app.get("/app")).toMatchObject({
        status: 503,
        text: expect.stringContaining("starting") as string,
      });

      expect(await app.ended).toBe(1);
      expect(logOf(app).filter(({ level }) => level === "warn").length).toBeGreaterThan(3);
      expect(fatal(app)).toMatchObject({
        msg: "Quintile cannot start.",
        failure: "The state database cannot be reached. Look at DATABASE_URL and whether the database runs.",
      });
      expect(app.lines.join("\n")).not.toMatch(/password-of-it|127\.0\.0\.1/);
    },
  );

  it.concurrent.each([
    {
      what: "a schema that is newer than the code",
      change: `INSERT INTO "_prisma_migrations" ("id", "checksum", "migration_name", "finished_at") VALUES ('x', 'x', '99990101000000_later', 1)`,
      says: /MigrationError: .*"99990101000000_later", which this version of the app does not know\. Start the newer version/,
    },
    {
      what: "a migration that was changed after it was applied",
      change: `UPDATE "_prisma_migrations" SET "checksum" = 'x'`,
      says: /MigrationError: .* was edited after it was applied/,
    },
    {
      what: "a migration that stopped half-way",
      change: `UPDATE "_prisma_migrations" SET "finished_at" = NULL`,
      says: /MigrationError: .* stopped half-way/,
    },
  ])("ends with 1 and no second try at $what", async ({ change, says }) => {
    const first = await start({});
    await first.ready();
    first.send("SIGTERM");
    await first.ended;
    const db = await openState(`file:${first.dataDir}/state.db`);
    await db.$executeRawUnsafe(change);
    await db.$disconnect();
    const app = await start({ DATA_DIR: first.dataDir });
    expect(await app.ended).toBe(1);
    expect(fatal(app)?.failure).toMatch(says);
    expect(logOf(app).filter(({ level }) => level === "warn")).toEqual([]);
  });

  it.concurrent("ends with 1 where its port is taken", async () => {
    const first = await start({});
    await first.ready();
    const app = await start({ PORT: String(first.port) });
    expect(await app.ended).toBe(1);
    expect(fatal(app)?.failure).toMatch(/EADDRINUSE/);
  });
});
