import { parseArgs } from "node:util";

import { z } from "zod";

import { MigrationError } from "~/state/migrate.server";
import { CopyDiffersError } from "~/state/copyState.server";
import { outageOf } from "~/state/outage";
import { WarehouseError } from "~/warehouse/errors";

import { move, MoveRefusedError } from "./move.server";

const usage = `npm run move -- --database postgresql://… --warehouse postgresql://… [--data-dir ./data] [--replace]

Copies the app's records (SQLite) and every shop's warehouse (DuckDB) into PostgreSQL and compares each table with its
source. The app must be stopped; its files are left as they are. Then start it with DATABASE_URL and WAREHOUSE_URL.

  --database    the new DATABASE_URL
  --warehouse   the new WAREHOUSE_URL (may be the same)
  --ddl         the new WAREHOUSE_DDL_URL, where it is another
  --data-dir    the DATA_DIR of the app (./data)
  --replace     replace what the new databases hold already`;

const postgresUrl = z.string().regex(/^postgres(ql)?:\/\//, "must start with postgresql://");
const given = z.object({
  database: postgresUrl,
  warehouse: postgresUrl,
  ddl: postgresUrl.optional(),
  "data-dir": z.string().min(1),
  replace: z.boolean(),
});

/** Runs the command line of the move; resolves to the exit code. Says on standard output what was done, and on standard error why not. */
export async function moveCommand(args: readonly string[]): Promise<number> {
  const options = readOptions(args);
  if (typeof options === "string") {
    console.error(options);
    return 2;
  }
  try {
    await move({
      dataDir: options["data-dir"],
      databaseUrl: options.database,
      warehouseUrl: options.warehouse,
      warehouseDdlUrl: options.ddl,
      replace: options.replace,
      tell: (line) => {
        console.log(line);
      },
    });
    console.log(
      "Done. Start the app with DATABASE_URL and WAREHOUSE_URL; keep the files until you have seen it run.",
    );
    return 0;
  } catch (error) {
    console.error(reasonOf(error));
    return 1;
  }
}

function readOptions(args: readonly string[]): z.infer<typeof given> | string {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        database: { type: "string" },
        warehouse: { type: "string" },
        ddl: { type: "string" },
        "data-dir": { type: "string", default: "./data" },
        replace: { type: "boolean", default: false },
      },
    });
    const options = given.safeParse(values);
    if (options.success) return options.data;
    const problems = options.error.issues.map(({ path, message }) => `--${path.join(".")}: ${message}`);
    return `${problems.join("\n")}\n\n${usage}`;
  } catch (error) {
    return `${error instanceof Error ? error.message : ""}\n\n${usage}`;
  }
}

const spoken = [MoveRefusedError, CopyDiffersError, MigrationError, WarehouseError];

/** In words without an address or a value in them. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "The move failed.";
  if (spoken.some((kind) => error instanceof kind)) return error.message;
  const outage = outageOf(error);
  return outage === null ? `The move failed: ${error.name}.` : `The new database ${outage}.`;
}
