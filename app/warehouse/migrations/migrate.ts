import { sql } from "kysely";

import { statement } from "../compile";
import type { Connection, Warehouse } from "../engine";
import { WarehouseError } from "../errors";
import { factsAndScores } from "./0001-facts-and-scores";
import { segments } from "./0002-segments";
import { sizes } from "./0003-sizes";
import type { Migration } from "./migration";

/** Every step, oldest first. */
export const migrations: readonly Migration[] = [factsAndScores, segments, sizes];

/**
 * Brings a warehouse to the schema of this code. Each migration commits together with its entry in
 * `schema_migrations`, so a process killed in between starts again where it stopped.
 *
 * @param steps only a test passes its own
 * @throws {WarehouseError} where the warehouse was written by a newer version of the app
 */
export async function migrate(warehouse: Warehouse, steps: readonly Migration[] = migrations): Promise<void> {
  await warehouse.run(
    statement`CREATE TABLE IF NOT EXISTS schema_migrations (version integer NOT NULL, name text NOT NULL)`,
  );
  const applied = await appliedVersion(warehouse);
  const newest = steps.at(-1)?.version ?? 0;
  if (applied > newest) {
    throw new WarehouseError(
      warehouse.shop,
      "Newer Schema",
      `its schema is at version ${String(applied)} and this app knows ${String(newest)}; ` +
        "start the newer version of the app, or restore the warehouse from a copy made before.",
    );
  }
  for (const step of steps.filter(({ version }) => version > applied)) {
    await warehouse.transaction((connection) => apply(connection, step));
  }
}

async function appliedVersion(connection: Connection): Promise<number> {
  const rows = await connection.all(
    statement<{ version: number | null }>`SELECT max(version) AS version FROM schema_migrations`,
  );
  return rows[0]?.version ?? 0;
}

async function apply(connection: Connection, { version, name, statements }: Migration): Promise<void> {
  for (const text of statements) await connection.run(statement`${sql.raw(text)}`);
  await connection.run(statement`INSERT INTO schema_migrations (version, name) VALUES (${version}, ${name})`);
}
