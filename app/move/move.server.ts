import { cp, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { type State, openState } from "~/state/client.server";
import { CopyDiffersError, copyState } from "~/state/copyState.server";
import { checksumOf } from "~/warehouse/checksum.server";
import type { WarehouseEngine } from "~/warehouse/engine";
import { createPostgresEngine } from "~/warehouse/postgres.server";
import { copyWarehouse, openSource } from "~/warehouse/postgres/copyWarehouse.server";

export interface Move {
  /** The DATA_DIR of the app on one machine. It is read and left as it is. */
  readonly dataDir: string;
  /** The new DATABASE_URL. */
  readonly databaseUrl: string;
  /** The new WAREHOUSE_URL. */
  readonly warehouseUrl: string;
  readonly warehouseDdlUrl?: string | undefined;
  /** Whether what the new databases hold may be replaced. */
  readonly replace: boolean;
  /** Told what was done, line by line. */
  readonly tell: (line: string) => void;
}

/** The move cannot be made as things are; says why and what to do. Nothing was changed. */
export class MoveRefusedError extends Error {
  override readonly name = "MoveRefusedError";
}

/**
 * Copies an app on one machine (SQLite and DuckDB) into PostgreSQL and compares every table row by row with its source. The
 * app's own records come last: a move that was interrupted has none, and can be begun again.
 *
 * @throws {MoveRefusedError} {CopyDiffersError} {WarehouseError}
 */
export async function move(options: Move): Promise<void> {
  const { dataDir, databaseUrl, warehouseUrl, warehouseDdlUrl, replace, tell } = options;
  const scratch = await mkdtemp(join(tmpdir(), "quintile-move-"));
  const closing: (() => Promise<unknown>)[] = [() => rm(scratch, { recursive: true, force: true })];
  try {
    const source = await openCopy(dataDir, scratch);
    closing.push(() => source.$disconnect());
    await refuseWhileRunning(source);
    const target = await openState(databaseUrl);
    closing.push(() => target.$disconnect());
    await refuseToReplace(target, replace);

    const engine = createPostgresEngine({
      url: warehouseUrl,
      ddlUrl: warehouseDdlUrl,
      connections: 3,
      reader: { memoryLimit: "1GB", threads: 1 },
    });
    closing.push(() => engine.close());
    const folder = join(dataDir, "warehouse");
    const shops = await shopsIn(folder);
    for (const [place, shop] of shops.entries()) {
      const rows = await moveWarehouse(engine, join(folder, `${shop}.duckdb`), shop, warehouseUrl);
      tell(
        `${String(place + 1)} of ${String(shops.length)}: ${shop}, ${String(rows)} rows, the same on both sides`,
      );
    }
    for (const copied of await copyState(source, target)) {
      tell(`${copied.model}: ${String(copied.target.rows)} rows, the same on both sides`);
    }
  } finally {
    for (const close of closing.reverse()) await close();
  }
}

/** A copy, which opening may bring up to this version: the source stays as it is. */
async function openCopy(dataDir: string, scratch: string): Promise<State> {
  const files = (await readdir(dataDir).catch(() => [])).filter((name) => /^state\.db(-wal)?$/.test(name));
  if (!files.includes("state.db")) {
    throw new MoveRefusedError(
      `There is no state.db in ${dataDir}. Name the DATA_DIR of the app that is to be moved.`,
    );
  }
  for (const name of files) await cp(join(dataDir, name), join(scratch, name));
  return openState(`file:${join(scratch, "state.db")}`);
}

async function refuseWhileRunning(source: State): Promise<void> {
  const running = await source.job.count({ where: { state: "running", leaseUntil: { gt: new Date() } } });
  if (running > 0) {
    throw new MoveRefusedError(
      "The app is running on these files. Stop it, so that nothing changes meanwhile.",
    );
  }
}

async function refuseToReplace(target: State, replace: boolean): Promise<void> {
  const shops = await target.shop.count();
  if (shops > 0 && !replace) {
    throw new MoveRefusedError(
      `The new database holds ${String(shops)} shops already. Say --replace to have all of it replaced.`,
    );
  }
}

async function shopsIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.flatMap((name) => (name.endsWith(".duckdb") ? [name.slice(0, -".duckdb".length)] : [])).sort();
}

/** Resolves to how many rows were copied. */
async function moveWarehouse(
  engine: WarehouseEngine,
  file: string,
  shop: string,
  warehouseUrl: string,
): Promise<number> {
  const source = await openSource(file, shop);
  try {
    const target = await engine.open(shop);
    await copyWarehouse(source, warehouseUrl);
    let rows = 0;
    for (const { name, columns } of source.tables) {
      const names = columns.map((column) => column.name);
      const [here, there] = [await checksumOf(source, name, names), await checksumOf(target, name, names)];
      if (here.rows !== there.rows || here.checksum !== there.checksum) {
        throw new CopyDiffersError([`${name} of ${shop}`]);
      }
      rows += here.rows;
    }
    return rows;
  } finally {
    source.close();
  }
}
