import { readFile } from "node:fs/promises";

import { DuckDBInstance, type DuckDBConnection } from "@duckdb/node-api";

/** Runs a rival's script in DuckDB as it comes, with `variables` for its getvariable(…). Resolves to what `read` says. */
export async function bareDuckdb<Result>(
  input: { database: string; script: string; variables: Readonly<Record<string, string>> },
  read: (connection: DuckDBConnection) => Promise<Result>,
): Promise<{ value: number; result: Result }> {
  const script = await readFile(new URL(`./rivals/${input.script}`, import.meta.url), "utf8");
  const start = performance.now();
  const instance = await DuckDBInstance.create(input.database);
  const connection = await instance.connect();
  for (const [name, value] of Object.entries(input.variables)) {
    await connection.run(`SET VARIABLE ${name} = '${value.replaceAll("'", "''")}'`);
  }
  await connection.run(script);
  const value = performance.now() - start;
  const result = await read(connection);
  connection.closeSync();
  instance.closeSync();
  return { value, result };
}
