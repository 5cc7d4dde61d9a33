import type { CompiledQuery } from "kysely";

import type { Connection, LoadingConnection, StagedRows } from "../engine";
import { minorUnitDigits } from "../minorUnits";
import { stagedTables, type StagedTableName } from "./columns";
import * as merge from "./mergeStatements";
import type { RecordKind } from "./records";

/** Reads a file into temporary tables, one row per key. */
export async function stage(
  connection: LoadingConnection,
  path: string,
  currency: string,
  { table, parts }: Pick<RecordKind, "table" | "parts">,
): Promise<[StagedTableName, StagedRows][]> {
  const names = [table, ...parts];
  const reports = await connection.stageJsonLines({
    path,
    tables: names.map((name) => ({ into: merge.incoming(name), ...stagedTables[name] })),
    moneyDigits: minorUnitDigits(currency),
  });
  const staged = names.flatMap((name, place): [StagedTableName, StagedRows][] => {
    const report = reports[place];
    return report ? [[name, report]] : [];
  });
  for (const [name, { rows }] of staged) {
    const repeated = rows > (await count(connection, merge.countDistinct(name)));
    if (repeated) for (const step of merge.keepNewest(name)) await connection.run(step);
  }
  return staged;
}

/** The number that a counting statement gives. */
export async function count(connection: Connection, query: CompiledQuery<{ rows: bigint }>): Promise<number> {
  const [row] = await connection.all(query);
  return Number(row?.rows ?? 0n);
}
