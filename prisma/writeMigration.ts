import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";

import { migrationsFolder, missingSql, providers } from "./schemaEngine";

/** Writes the migration that brings both providers up to the models: `tsx prisma/writeMigration.ts <name>`. */
const [name] = process.argv.slice(2);
if (name === undefined || !/^[a-z0-9_]+$/.test(name)) {
  console.error("Name the migration in snake_case: tsx prisma/writeMigration.ts add_something");
  process.exit(1);
}

const stamp = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
for (const provider of providers) {
  const sql = await missingSql(provider);
  if (sql === "") {
    console.error(`${provider}: the migrations already lead to the models.`);
    continue;
  }
  const folder = path.join(migrationsFolder(provider), `${stamp}_${name}`);
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, "migration.sql"), sql);
  console.error(
    `${provider}: wrote ${path.relative(process.cwd(), folder)}/migration.sql. Read it before you commit it.`,
  );
}
