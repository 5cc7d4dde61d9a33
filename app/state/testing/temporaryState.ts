import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import type { State } from "~/state/client.server";
import { openState } from "~/state/client.server";

/** For tests: a new state database in a folder of its own, as often opened as asked (as other processes would). */
export async function temporaryState(): Promise<{ open(): Promise<State>; remove(): Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), "quintile-state-"));
  const opened: State[] = [];
  return {
    async open() {
      const db = await openState(`file:${path.join(folder, "state.db")}`);
      opened.push(db);
      return db;
    },
    async remove() {
      await Promise.all(opened.map((db) => db.$disconnect()));
      await rm(folder, { recursive: true });
    },
  };
}

/** For tests: a new state database that the process takes for its own until it is removed. */
export async function temporaryProcessState(): Promise<{ readonly db: State; remove(): Promise<void> }> {
  const temporary = await temporaryState();
  const db = await temporary.open();
  // Where `state()` keeps what it has opened.
  const registry = globalThis as { quintileState?: Promise<State> };
  registry.quintileState = Promise.resolve(db);
  return {
    db,
    async remove() {
      delete registry.quintileState;
      await temporary.remove();
    },
  };
}
