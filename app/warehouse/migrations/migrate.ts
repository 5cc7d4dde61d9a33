import { sql } from "kysely";

import { statement } from "../compile";
import type { Connection, WarehouseStatements } from "../engine";
import { WarehouseError } from "../errors";
import { factsAndScores } from "./0001-facts-and-scores";
import { segments } from "./0002-segments";
import { sizes } from "./0003-sizes";
import { indexes } from "./0004-indexes";
import { live } from "./0005-live";
import type { Migration } from "./migration";

/** Every step, oldest first. */
export const migrations: readonly Migration[] = [factsAndScores, segments, sizes, indexes, live];

/**
 * Brings a warehouse to the schema of this code. Each migration commits together with its entry in
 * `schema_migrations`, so a process killed in between starts again where it stopped.
 *
 * @param options.withKeys whether the engine wants the keys and indexes, too
 * @param options.steps only a test passes its own
 * @throws {WarehouseError} where the warehouse was written by a newer version of the app, or by steps in another order
 */
export async function migrate(
  warehouse: WarehouseStatements,
  {
    withKeys,
    steps = migrations,
  }: { readonly withKeys: boolean; readonly steps?: readonly Migration[] | undefined },
): Promise<void> {
  await warehouse.run(
    statement`CREATE TABLE IF NOT EXISTS schema_migrations (version integer PRIMARY KEY, name text NOT NULL)`,
  );
  for (const step of await pendingSteps(warehouse, steps)) {
    await warehouse.transaction((connection) => apply(connection, step, withKeys));
  }
}

/**
 * The steps that a warehouse lacks: the ledger must hold those before them, in their order.
 *
 * @throws {WarehouseError} as {@link migrate}
 */
export async function pendingSteps(
  warehouse: Pick<WarehouseStatements, "shop" | "all">,
  steps: readonly Migration[] = migrations,
): Promise<readonly Migration[]> {
  const ledger = await warehouse.all(
    statement<{
      version: number;
      name: string;
    }>`SELECT version, name FROM schema_migrations ORDER BY version`,
  );
  const [applied, known] = [ledger.at(-1)?.version ?? 0, steps.at(-1)?.version ?? 0];
  if (applied > known) {
    throw new WarehouseError(
      warehouse.shop,
      "Newer Schema",
      `its schema is at version ${String(applied)} and this app knows ${String(known)}; ${wayBack}`,
    );
  }
  for (const [place, { version, name }] of ledger.entries()) {
    const step = steps[place];
    if (step?.version === version && step.name === name) continue;
    throw new WarehouseError(
      warehouse.shop,
      "Other Schema",
      `its step ${String(place + 1)} was ${String(version)} "${name}" and this app has another one there; ${wayBack}`,
    );
  }
  return steps.slice(ledger.length);
}

const wayBack =
  "start the version of the app that wrote it, or restore the warehouse from a copy made before.";

async function apply(
  connection: Connection,
  { version, name, statements, keys }: Migration,
  withKeys: boolean,
): Promise<void> {
  for (const text of [...statements, ...(withKeys ? keys : [])]) {
    await connection.run(statement`${sql.raw(text)}`);
  }
  await connection.run(statement`INSERT INTO schema_migrations (version, name) VALUES (${version}, ${name})`);
}
