import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import type { State } from "~/state/client.server";
import { openState } from "~/state/client.server";

import { temporaryDatabase } from "./temporaryDatabase";

/**
 * For tests: a new state database, of the kind that the suite runs on (vitest.config.ts), as often opened as asked (as other
 * processes would).
 */
export async function temporaryState(): Promise<{
  /** As `DATABASE_URL`. */
  readonly url: string;
  open(): Promise<State>;
  remove(): Promise<void>;
}> {
  const database = await (process.env.TEST_ENGINE === "postgresql" ? temporaryDatabase() : temporaryFile());
  const opened: State[] = [];
  return {
    url: database.url,
    async open() {
      const db = await openState(database.url, { connections: 4 });
      opened.push(db);
      return db;
    },
    async remove() {
      await Promise.all(opened.map((db) => db.$disconnect()));
      await database.remove();
    },
  };
}

async function temporaryFile(): Promise<{ readonly url: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), "quintile-state-"));
  return {
    url: `file:${path.join(folder, "state.db")}`,
    remove: () => rm(folder, { recursive: true }),
  };
}

/** For tests: a new state database that the process takes for its own until it is removed. */
export async function temporaryProcessState(): Promise<{
  readonly db: State;
  readonly url: string;
  remove(): Promise<void>;
}> {
  const temporary = await temporaryState();
  const db = await temporary.open();
  // Where `state()` keeps what it has opened.
  const registry = globalThis as { quintileState?: Promise<State> };
  registry.quintileState = Promise.resolve(db);
  return {
    db,
    url: temporary.url,
    async remove() {
      delete registry.quintileState;
      await temporary.remove();
    },
  };
}
