/** Development check: every Admin API document against the schema kept in the repository. Exits 1 with what is wrong. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";

import { buildSchema, NoDeprecatedCustomRule, parse, Source, specifiedRules, validate } from "graphql";

const folder = fileURLToPath(new URL("./documents/", import.meta.url));
const schemaFile = fileURLToPath(new URL("../../../sandbox/data/admin-2026-10.graphql.gz", import.meta.url));

const schema = buildSchema(gunzipSync(readFileSync(schemaFile)).toString());
const files = readdirSync(folder).filter((name) => name.endsWith(".graphql"));
const problems = files.flatMap((name) => {
  const document = parse(
    new Source(readFileSync(folder + name, "utf8"), `app/shopify/admin/documents/${name}`),
  );
  // A deprecated field goes away within a year: an error here, while there is time.
  return validate(schema, document, [...specifiedRules, NoDeprecatedCustomRule]).map((error) =>
    error.toString(),
  );
});

for (const problem of problems) process.stderr.write(`${problem}\n\n`);
process.stderr.write(
  `Admin API documents: ${String(files.length)} files, ${String(problems.length)} problems (2026-10).\n`,
);
process.exitCode = problems.length > 0 || files.length === 0 ? 1 : 0;
