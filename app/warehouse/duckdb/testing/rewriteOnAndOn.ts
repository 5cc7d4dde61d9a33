/**
 * A process of its own that has a shop's database rewritten again and again, writing a row in between, and tells its parent of
 * each row that is stored, so that a test can kill it anywhere. With `once` it rewrites once and says how that ended.
 */
import { statement } from "../../compile";
import { createDuckdbEngine } from "../../duckdb.server";

const { directory, shop, once } = JSON.parse(process.argv[2] ?? "") as {
  directory: string;
  shop: string;
  once: boolean;
};

const engine = createDuckdbEngine({ directory, threads: 2 });
const warehouse = await engine.open(shop);
const from = { withTexts: ["t"], withNumbers: [] };

if (once) {
  const failure = await warehouse.forgetDeleted(from).then(
    () => "none",
    (error: unknown) => String(error),
  );
  const [row] = await warehouse.all(statement<{ n: bigint }>`SELECT count(*) AS n FROM t`);
  process.stdout.write(`${failure}\n${String(row?.n)} rows\n`);
  await engine.close();
} else {
  for (let n = 1; ; n++) {
    await warehouse.run(statement`INSERT INTO t VALUES (${n}, ${"kept"})`);
    process.stdout.write(`${String(n)}\n`);
    await warehouse.forgetDeleted(from);
  }
}
