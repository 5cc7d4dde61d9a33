import { missingSql, providers } from "./schemaEngine";

/** Exits 1 where the migrations, applied to an empty database of each provider, do not lead to the models. */
let drift = false;
for (const provider of providers) {
  const sql = await missingSql(provider);
  if (sql === "") {
    console.error(`${provider}: migrations and models agree.`);
  } else {
    drift = true;
    console.error(
      `${provider}: the models are ahead of the migrations by\n${sql}\nRun: tsx prisma/writeMigration.ts <name>`,
    );
  }
}
process.exitCode = drift ? 1 : 0;
